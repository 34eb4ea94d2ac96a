using System.Net;
using System.Net.WebSockets;
using Attention.NotebookRunner.Learn;

namespace Attention.NotebookRunner.Tests.Learn;

/// <summary>Who gets in. The server runs any code, so each refusal matters.</summary>
public sealed class AccessTests
{
    private static readonly Dictionary<string, string> Variables = new()
    {
        ["CODESPACE_NAME"] = "happy-space",
        ["GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN"] = "app.github.dev",
    };

    private static readonly AccessRule Local = new("secret", new OwnNames(7315, _ => null));

    private static readonly AccessRule Codespace =
        new("secret", new OwnNames(7315, Variables.GetValueOrDefault));

    [Theory]
    [InlineData("127.0.0.1:7315", null)]
    [InlineData("localhost:7315", "http://localhost:7315")]
    [InlineData("127.0.0.1:7315", "http://127.0.0.1:7315")]
    public void The_servers_own_pages_with_the_token_get_in(string host, string? origin) =>
        Assert.Null(Local.Refusal(host, origin, "secret"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("secret2")]
    [InlineData("SECRET")]
    public void Without_the_token_nobody_gets_in(string? token) =>
        Assert.Equal(AccessRule.NoToken, Local.Refusal("127.0.0.1:7315", null, token));

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("http://127.0.0.1:8080")]
    [InlineData("https://127.0.0.1:7315")]
    [InlineData("null")]
    public void A_foreign_page_does_not_get_in_even_with_the_token(string origin) =>
        Assert.Equal(AccessRule.ForeignPage, Local.Refusal("127.0.0.1:7315", origin, "secret"));

    [Theory]
    [InlineData(null)]
    [InlineData("evil.example:7315")]
    [InlineData("127.0.0.1:80")]
    [InlineData("127.0.0.1")]
    [InlineData("happy-space-7315.app.github.dev")]
    public void A_foreign_name_does_not_get_in_even_with_the_token(string? host) =>
        Assert.Equal(AccessRule.ForeignName, Local.Refusal(host, null, "secret"));

    [Fact]
    public void In_a_codespace_the_forwarded_name_gets_in_and_no_other()
    {
        const string Name = "happy-space-7315.app.github.dev";
        Assert.Null(Codespace.Refusal(Name, "https://" + Name, "secret"));
        Assert.NotNull(Codespace.Refusal("other-7315.app.github.dev", null, "secret"));
        Assert.NotNull(Codespace.Refusal(Name, "https://other-7315.app.github.dev", "secret"));
    }

    [Fact]
    public void The_address_is_the_forwarded_name_only_where_both_variables_are_set()
    {
        Assert.Equal(
            "https://happy-space-7315.app.github.dev/", new OwnNames(7315, Variables.GetValueOrDefault).Address);
        Assert.All(Variables.Keys, only => Assert.Equal(
            "http://127.0.0.1:7315/",
            new OwnNames(7315, name => name == only ? Variables[name] : null).Address));
    }

    [Fact]
    public void A_server_without_its_port_yet_accepts_nothing() => Assert.Equal(
        AccessRule.ForeignName, new AccessRule("secret", OwnNames.None).Refusal("127.0.0.1:7315", null, "secret"));

    [Fact]
    public async Task The_running_server_refuses_and_admits_as_the_rule_says()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", TemporaryRepository.Code("1 + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        (string, string) cookie = ("Cookie", run.Cookie), evil = ("Origin", "http://evil.example");

        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/one.html"));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/one.html?token=wrong"));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/live/live.js"));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/one.html", cookie, evil));
        Assert.Equal(HttpStatusCode.Forbidden, await run.StatusOf("/one.html", cookie, ("Host", "evil.example")));
        Assert.Equal(HttpStatusCode.OK, await run.StatusOf("/one.html", cookie));
        Assert.Equal(HttpStatusCode.NotFound, await run.StatusOf("/../../one.ipynb", cookie));

        using HttpResponseMessage first = await run.GetAsync("/one.html?token=" + run.Token);
        string set = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", set, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("script-src 'self';", Assert.Single(first.Headers.GetValues("Content-Security-Policy")),
            StringComparison.Ordinal);
        Assert.DoesNotContain(
            first.Headers, header => header.Key.StartsWith("Access-Control", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "http://evil.example")]
    public async Task A_connection_without_the_token_or_from_a_foreign_page_is_refused(bool hasToken, string? origin)
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", TemporaryRepository.Code("1 + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Cookie", hasToken ? run.Cookie : "");
        socket.Options.SetRequestHeader("Origin", origin);

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(
            new Uri($"ws://127.0.0.1:{run.Address.Port}/live/chapter/one"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task It_listens_on_this_computer_only()
    {
        using var repository = new TemporaryRepository();
        repository.Write("one", TemporaryRepository.Code("1 + 1"));
        await using LearnRun run = await LearnRun.StartAsync(repository);
        System.Net.IPEndPoint[] listening = [.. System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties()
            .GetActiveTcpListeners().Where(one => one.Port == run.Address.Port)];

        Assert.Equal(IPAddress.Loopback, Assert.Single(listening).Address);
    }
}
