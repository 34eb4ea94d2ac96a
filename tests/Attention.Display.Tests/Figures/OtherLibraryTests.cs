namespace Attention.Display.Tests;

public class OtherLibraryTests
{
    private const string Assembly = "FSharp.Core, Version=10.1.0.0, Culture=neutral, PublicKeyToken=b03f5f7f11d50a3a";

    private const string Sentence =
        "This kernel cannot load FSharp.Core 10.1.0.0, so there is no picture here. Nothing else depends on it.";

    [Fact]
    public void What_the_library_draws_is_returned()
    {
        var picture = new object();
        Assert.Same(picture, OtherLibrary.Draw(() => picture));
    }

    [Fact]
    public void An_assembly_that_is_not_found_becomes_a_sentence_that_names_it() =>
        Assert.Equal(Sentence, OtherLibrary.Draw(() => throw new FileNotFoundException("not found", Assembly)));

    [Fact]
    public void An_assembly_that_a_static_constructor_misses_becomes_the_same_sentence()
    {
        var cause = new FileLoadException("another version", Assembly);
        Assert.Equal(Sentence, OtherLibrary.Draw(() => throw new TypeInitializationException("Chart", cause)));
    }

    [Fact]
    public void A_missing_file_that_is_no_assembly_and_any_other_exception_pass()
    {
        Assert.Throws<FileNotFoundException>(
            () => OtherLibrary.Draw(() => throw new FileNotFoundException("not found", "data.csv")));
        Assert.Throws<ArgumentException>(() => OtherLibrary.Draw(() => throw new ArgumentException("no")));
    }
}
