using System.Net;
using System.Net.Sockets;

namespace Attention.FrontEnds.Tests;

internal static class LocalServer
{
    /// <summary>A port on which nothing listens.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits until a server answers.</summary>
    public static async Task WaitAsync(string address, ExternalProgram server)
    {
        using var client = new HttpClient();
        CancellationToken cancel = TestContext.Current.CancellationToken;
        for (int tries = 0; tries < 240; tries++)
        {
            try
            {
                using HttpResponseMessage answer = await client.GetAsync(new Uri(address), cancel);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException) // not yet
            {
            }
            await Task.Delay(500, cancel);
        }
        Assert.Fail($"No answer from {address}:\n{server.Output}");
    }
}
