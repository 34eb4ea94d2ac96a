using System.Globalization;
using System.IO.Pipes;
using Attention.KernelHost;
using Attention.KernelHost.Protocol;
using Attention.Shared;

// The runner starts this program: the name of its pipe and the id of its process are the arguments, and the secret of
// the session is the one line of the input.
if (args is not [var pipeName, var id] || !int.TryParse(id, CultureInfo.InvariantCulture, out int runnerId))
{
    Console.Error.WriteLine("This program runs the cells of a notebook. Attention.NotebookRunner starts it.");
    return 2;
}
var runner = new RunnerProcess(runnerId, pipeName);
CallCountingDelay.Keep(); // cells see no variable of the runtime
string? secret = Console.In.ReadLine();
Console.SetIn(new EmptyInput());
using NamedPipeClientStream? pipe = secret is null ? null : runner.Connect();
if (pipe is null)
{
    runner.DeleteFilesWhenKilled();
    return 2;
}
using var connection = new Connection(pipe, secret!);
await new Host(connection, runner).RunAsync();
return 0;
