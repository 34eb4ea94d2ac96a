using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// HTML of outputs that needs a script of its own. A frame that held it in an attribute would inherit the page's
/// policy, which allows no such script; so each is a page of its own, with a policy that keeps it from all others.
/// </summary>
internal sealed class Frames
{
    /// <summary>Frames that are kept. A learner who makes more sees the oldest go.</summary>
    private const int Most = 2000;

    private readonly ConcurrentDictionary<string, string> _pages = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();

    /// <summary>The element that shows the HTML.</summary>
    public string Add(string html)
    {
        string id = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(html)), 0, 16);
        if (_pages.TryAdd(id, Frame.Document(html)))
        {
            _order.Enqueue(id);
            if (_order.Count > Most && _order.TryDequeue(out string? oldest))
            {
                _pages.TryRemove(oldest, out _);
            }
        }
        return Frame.Element($"src=\"frame/{id}\"");
    }

    public string? Find(string id) => _pages.GetValueOrDefault(id);
}
