namespace Attention.KernelHost;

/// <summary>The standard input of cells: it is empty, and says so where a cell reads it.</summary>
internal sealed class EmptyInput : TextReader
{
    private const string Sentence =
        "[A cell has no keyboard: what it reads from the console is empty. Write the value into the code.]";

    public override int Peek() => -1;

    public override int Read()
    {
        Console.Error.WriteLine(Sentence);
        return -1;
    }

    public override string? ReadLine()
    {
        Console.Error.WriteLine(Sentence);
        return null;
    }
}
