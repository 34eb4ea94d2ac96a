using Attention.Course.RealModel;

namespace Attention.Course.Tests.RealModel;

public class MiniLmPackageTests
{
    private static readonly byte[] s_dll = File.ReadAllBytes(typeof(MiniLm).Assembly.Location);

    [Fact]
    public void A_resource_of_a_DLL_is_read_without_loading_the_DLL()
    {
        const string Name = "random-tokens.tsv";
        using Stream expected = typeof(MiniLm).Assembly.GetManifestResourceStream(Name)!;
        var bytes = new byte[expected.Length];
        expected.ReadExactly(bytes);
        Assert.Equal(bytes, MiniLmPackage.Resource(new MemoryStream(s_dll), Name));
    }

    [Fact]
    public void A_DLL_without_the_resource_or_cut_off_is_refused_in_a_sentence()
    {
        Assert.Contains("no resource nothing", Refused(s_dll, "nothing"));
        foreach (int length in new[] { 0, 1, 100, 1000, s_dll.Length / 2 })
        {
            Assert.Contains("is damaged", Refused(s_dll[..length], "random-tokens.tsv"));
        }
    }

    [Fact]
    public void Without_the_package_the_message_says_how_to_fetch_it_and_the_runner_finds_its_name()
    {
        var missing = new PackageNotFetchedException("Some.Package", "1.2.3");
        Assert.Contains("dotnet restore lib/MiniLm.Package", missing.Message);
        Assert.Equal("Some.Package, 1.2.3", missing.Data["package"]);
    }

    private static string Refused(byte[] dll, string name)
        => Assert.Throws<InvalidDataException>(() => MiniLmPackage.Resource(new MemoryStream(dll), name)).Message;
}
