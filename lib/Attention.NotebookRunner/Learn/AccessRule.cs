using System.Security.Cryptography;
using System.Text;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// Decides which requests the server accepts. The server runs any code it is sent, so it accepts only requests from its
/// own pages that carry the token.
/// </summary>
/// <param name="token">The secret in the address that the server prints.</param>
/// <param name="port">The port it listens on.</param>
/// <param name="forwardedName">The name by which a codespace forwards the port; null elsewhere.</param>
internal sealed class AccessRule(string token, int port, string? forwardedName)
{
    public const string QueryName = "token";

    public const string NoToken = "This course needs its token. Open the address that the server printed.";

    public const string ForeignPage = "Another web site sent this request, and only the course's own pages may.";

    public const string ForeignName = "The server is not known by this name. Open the address that it printed.";

    private readonly string[] _hosts =
        [$"127.0.0.1:{port}", $"localhost:{port}", .. forwardedName is null ? [] : new[] { forwardedName }];

    private readonly string[] _origins =
    [
        $"http://127.0.0.1:{port}", $"http://localhost:{port}",
        .. forwardedName is null ? [] : new[] { $"https://{forwardedName}" },
    ];

    /// <summary>Of this port alone: browsers send a cookie to every port of a computer.</summary>
    public string CookieName { get; } = $"attention-{port}";

    /// <summary>Why a request is refused; null when it is not.</summary>
    /// <param name="host">
    /// Its header Host. A foreign name that leads to this computer is an attack: DNS rebinding.
    /// </param>
    /// <param name="origin">Its header Origin, which a browser adds to a request of another site.</param>
    /// <param name="given">The token in its cookie or its address.</param>
    public string? Refusal(string? host, string? origin, string? given) =>
        !IsOwnName(host) ? ForeignName
        : origin is { Length: > 0 } && !_origins.Contains(origin, StringComparer.OrdinalIgnoreCase) ? ForeignPage
        : !IsToken(given) ? NoToken
        : null;

    /// <summary>Whether a header Host names this server.</summary>
    public bool IsOwnName(string? host) => _hosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>A comparison that takes as long for a wrong token as for the right one.</summary>
    private bool IsToken(string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(token));

    /// <summary>The name by which GitHub Codespaces forwards a port of this computer; null elsewhere.</summary>
    public static string? ForwardedName(int port, Func<string, string?> environment) =>
        environment("CODESPACE_NAME") is { Length: > 0 } name
        && environment("GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN") is { Length: > 0 } domain
            ? $"{name}-{port}.{domain}"
            : null;
}
