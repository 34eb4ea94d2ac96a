using System.Text;

namespace Attention.KernelHost.Output;

/// <summary>
/// Notices text that a thread prints after the cell that started it has ended. The kernel shows such text nowhere, or
/// ends the thread with an exception, so it is dropped here and reported.
/// </summary>
/// <param name="tell">
/// Called with the number of the notebook, which is 1 for the first, and the cell's name, once for each run of the
/// cell.
/// </param>
internal sealed class LateText(Action<int, string> tell)
{
    // Flows into every thread and task that the cell starts.
    private readonly AsyncLocal<Turn?> _turn = new();
    private volatile Turn? _running;
    private volatile int _notebook;
    private TextWriter? _output, _error;

    /// <summary>
    /// Watches the console from now on. The kernel sets writers of its own while a cell runs, and these again after it.
    /// </summary>
    public void Start()
    {
        Console.SetOut(new Writer(this, Console.Out));
        Console.SetError(new Writer(this, Console.Error));
    }

    /// <summary>Another notebook begins: nobody is told any more of the cells of the last one.</summary>
    public void BeginNotebook() => _notebook++;

    /// <summary>From now on this cell runs.</summary>
    public void Begin(string cell) => _running = new Turn(cell, _notebook);

    /// <summary>No cell runs any more.</summary>
    public void End() => _running = null;

    /// <summary>
    /// Runs a cell's code. Text for the console passes through this class to the writers that the kernel has set, also
    /// when the cell has ended.
    /// </summary>
    public async Task WatchAsync(Func<Task> code)
    {
        _turn.Value = _running;
        if (Console.Out != _output)
        {
            Console.SetOut(new Writer(this, Console.Out));
        }
        if (Console.Error != _error)
        {
            Console.SetError(new Writer(this, Console.Error));
        }
        (_output, _error) = (Console.Out, Console.Error);
        (TextWriter output, TextWriter error) = (_output, _error);
        try
        {
            await code();
        }
        finally
        {
            Console.SetOut(output); // the cell may have set another one
            Console.SetError(error);
        }
    }

    private void Report(Turn? turn)
    {
        if (turn is not null && turn.Notebook == _notebook && Interlocked.Exchange(ref turn.IsReported, true) is false)
        {
            tell(turn.Notebook, turn.Cell);
        }
    }

    private sealed class Turn(string cell, int notebook)
    {
        public readonly string Cell = cell;
        public readonly int Notebook = notebook;
        public bool IsReported;
    }

    private sealed class Writer(LateText late, TextWriter kernel) : TextWriter
    {
        public override Encoding Encoding => kernel.Encoding;

        public override void Write(char value) => Write(() => kernel.Write(value));

        public override void Write(char[] buffer, int index, int count) =>
            Write(() => kernel.Write(buffer, index, count));

        public override void Write(string? value) => Write(() => kernel.Write(value));

        public override void WriteLine(string? value) => Write(() => kernel.WriteLine(value));

        public override void Flush() => kernel.Flush();

        private void Write(Action write)
        {
            Turn? turn = late._turn.Value;
            if (turn is not null && turn != late._running)
            {
                late.Report(turn);
                return;
            }
            try
            {
                write();
            }
            catch (ObjectDisposedException) // the cell ended meanwhile, and the kernel closed its writer
            {
                late.Report(turn);
            }
        }
    }
}
