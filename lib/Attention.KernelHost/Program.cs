using System.IO.Pipes;
using Attention.KernelHost;
using Attention.KernelHost.Protocol;

// The runner starts this program: the name of its pipe is the argument, and the secret of the session is the one line
// of the input.
if (args is not [var pipeName] || Console.In.ReadLine() is not { } secret)
{
    Console.Error.WriteLine("This program runs the cells of a notebook. Attention.NotebookRunner starts it.");
    return 2;
}
Console.SetIn(TextReader.Null);
using var pipe = new NamedPipeClientStream(
    ".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
pipe.Connect(TimeSpan.FromSeconds(20));
using var connection = new Connection(pipe, secret);
await new Host(connection).RunAsync();
return 0;
