namespace Attention.NotebookRunner.Learn;

/// <summary>
/// The names by which a browser reaches a server of this computer. A foreign name that leads here is an attack: DNS
/// rebinding.
/// </summary>
internal sealed class OwnNames
{
    private readonly string[] _hosts;
    private readonly string[] _origins;

    /// <param name="port">The port the server listens on.</param>
    /// <param name="environment">The environment's variables, which tell of a codespace.</param>
    public OwnNames(int port, Func<string, string?> environment)
    {
        Port = port;
        string[] local = [$"127.0.0.1:{port}", $"localhost:{port}"];
        string[] forwarded = ForwardedName(port, environment) is { } name ? [name] : [];
        _hosts = [.. local, .. forwarded];
        _origins = [.. local.Select(host => "http://" + host), .. forwarded.Select(host => "https://" + host)];
        Address = (forwarded is [var one] ? "https://" + one : "http://" + local[0]) + "/";
    }

    /// <summary>Of a server without a port, which no request reaches by any name.</summary>
    public static OwnNames None { get; } = new(0, _ => null);

    public int Port { get; }

    /// <summary>The address to open: in a codespace through the name by which it forwards the port.</summary>
    public string Address { get; }

    /// <summary>Whether a header Host names this server.</summary>
    public bool HasHost(string? host) => _hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header Origin is of this server's pages.</summary>
    public bool HasOrigin(string origin) => _origins.Contains(origin, StringComparer.OrdinalIgnoreCase);

    /// <summary>As GitHub Codespaces makes it; null elsewhere.</summary>
    private static string? ForwardedName(int port, Func<string, string?> environment) =>
        environment("CODESPACE_NAME") is { Length: > 0 } name
        && environment("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN") is { Length: > 0 } domain
            ? $"{name}-{port}.{domain}"
            : null;
}
