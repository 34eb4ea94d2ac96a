using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Learn.Record;
using Attention.NotebookRunner.Learn.Session;

namespace Attention.NotebookRunner.Learn;

/// <summary>The open chapters, one session each, whatever the number of tabs.</summary>
internal sealed class Sessions(CoursePages course, LearnerFiles files, Packages packages) : IDisposable
{
    /// <summary>A chapter without a tab is closed after this time. A reload takes less.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly CancellationTokenSource _end = new();

    private readonly Dictionary<string, ChapterSession> _open = new(StringComparer.Ordinal);

    /// <summary>One kernel starts with the server, for the first chapter that is opened.</summary>
    private readonly KernelPool _kernels = new KernelPool(new(KeepsRecord: true, MeasuresTime: true)).Expect(1);

    /// <summary>Serves one tab of a chapter until it is closed.</summary>
    public async Task ServeAsync(string chapter, Tab tab, CancellationToken cancel)
    {
        ChapterSession session = Open(chapter, tab);
        try
        {
            await tab.ServeAsync(request => session.Take(request, tab), cancel);
        }
        finally
        {
            session.Tabs.Remove(tab);
            _ = CloseLaterAsync(chapter, session);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        lock (_open)
        {
            foreach (ChapterSession session in _open.Values)
            {
                session.Dispose();
            }
            _open.Clear();
        }
        _kernels.Dispose();
    }

    private ChapterSession Open(string chapter, Tab tab)
    {
        lock (_open)
        {
            if (!_open.TryGetValue(chapter, out ChapterSession? session))
            {
                session = new ChapterSession(course.Chapters[chapter], files, _kernels, packages);
                _open[chapter] = session;
            }
            session.Open(tab);
            return session;
        }
    }

    private async Task CloseLaterAsync(string chapter, ChapterSession session)
    {
        try
        {
            await Task.Delay(Idle, _end.Token);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        lock (_open)
        {
            if (session.Tabs.IsEmpty && _open.GetValueOrDefault(chapter) == session)
            {
                _open.Remove(chapter);
                session.Dispose();
            }
        }
    }
}
