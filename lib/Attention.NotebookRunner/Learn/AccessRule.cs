using System.Security.Cryptography;
using System.Text;

namespace Attention.NotebookRunner.Learn;

/// <summary>
/// Decides which requests the server accepts. The server runs any code it is sent, so it accepts only requests from its
/// own pages that carry the token.
/// </summary>
/// <param name="token">The secret in the address that the server prints.</param>
/// <param name="names">The names by which the server is reached.</param>
internal sealed class AccessRule(string token, OwnNames names)
{
    public const string QueryName = "token";

    public const string NoToken = "This course needs its token. Open the address that the server printed.";

    public const string ForeignPage = "Another web site sent this request, and only the course's own pages may.";

    public const string ForeignName = "The server is not known by this name. Open the address that it printed.";

    /// <summary>Of this port alone: browsers send a cookie to every port of a computer.</summary>
    public string CookieName { get; } = $"attention-{names.Port}";

    /// <summary>Why a request is refused; null when it is not.</summary>
    /// <param name="host">Its header Host.</param>
    /// <param name="origin">Its header Origin, which a browser adds to a request of another site.</param>
    /// <param name="given">The token in its cookie or its address.</param>
    public string? Refusal(string? host, string? origin, string? given) =>
        !names.HasHost(host) ? ForeignName
        : origin is { Length: > 0 } && !names.HasOrigin(origin) ? ForeignPage
        : !IsToken(given) ? NoToken
        : null;

    /// <summary>A comparison that takes as long for a wrong token as for the right one.</summary>
    private bool IsToken(string? given) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given ?? ""), Encoding.UTF8.GetBytes(token));
}
