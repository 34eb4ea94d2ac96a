using System.Text.Json;
using System.Text.Json.Serialization;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>The tabs that show one chapter. All of them hear the same, in the same order.</summary>
internal sealed class OpenTabs
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly List<Tab> _tabs = [];

    public bool IsEmpty
    {
        get
        {
            lock (_tabs)
            {
                return _tabs.Count == 0;
            }
        }
    }

    public void Add(Tab tab)
    {
        lock (_tabs)
        {
            _tabs.Add(tab);
        }
    }

    public void Remove(Tab tab)
    {
        lock (_tabs)
        {
            _tabs.Remove(tab);
        }
    }

    /// <summary>Tells all tabs but <paramref name="except"/>.</summary>
    public void Tell<T>(T message, Tab? except = null)
    {
        byte[] bytes = JsonSerializer.SerializeToUtf8Bytes(message, Json);
        lock (_tabs)
        {
            _tabs.ForEach(tab =>
            {
                if (tab != except)
                {
                    tab.Send(bytes);
                }
            });
        }
    }

    public static void Tell<T>(Tab tab, T message) => tab.Send(JsonSerializer.SerializeToUtf8Bytes(message, Json));
}
