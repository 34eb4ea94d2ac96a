using System.Text;
using System.Text.Json.Nodes;
using static Attention.NotebookRunner.Tests.SafePage;
using static Attention.NotebookRunner.Tests.TemporaryRepository;

namespace Attention.NotebookRunner.Tests;

/// <summary>Pictures of a notebook are written into its page; what lies outside the repository is not read.</summary>
public sealed class SafePictureTests : IDisposable
{
    private readonly SafePage _page = new();

    [Fact]
    public void Attachments_and_pictures_beside_the_notebook_are_written_into_the_page()
    {
        Directory.CreateDirectory(_page.Repository["notebooks", "img"]);
        File.WriteAllBytes(_page.Repository["notebooks", "img", "x y.png"], Convert.FromBase64String(Pixel));
        JsonObject text = Text("![m](img/x%20y.png) <img src=\"img/x y.png\"> ![a](attachment:a.png)");
        text["attachments"] = new JsonObject { ["a.png"] = new JsonObject { ["image/png"] = Pixel } };
        Assert.Equal(3, _page.Of(text).Split($"src=\"data:image/png;base64,{Pixel}\"").Length - 1);
    }

    [Theory]
    [InlineData("../../outside.png")]
    [InlineData("linked.png")]
    [InlineData("secret.txt")]
    [InlineData("/etc/hostname.png")]
    [InlineData("none.png")]
    [InlineData("a%00.png")]
    [InlineData("attachment:none.png")]
    [InlineData("file:///etc/passwd")]
    [InlineData("data:text/html;base64,PHNjcmlwdD4=")]
    public void A_picture_that_is_none_or_lies_elsewhere_is_not_read_and_is_named(string source)
    {
        string outside = Path.Combine(Path.GetDirectoryName(_page.Repository.Root)!, "outside.png");
        File.WriteAllText(outside, "secret");
        File.CreateSymbolicLink(_page.Repository["notebooks", "linked.png"], outside);
        File.WriteAllText(_page.Repository["notebooks", "secret.txt"], "secret");
        string page = _page.Of(Text($"![the picture]({source})"));
        File.Delete(outside);
        Assert.Contains("[picture not found: the picture]", page);
        Assert.DoesNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes("secret")), page);
    }

    public void Dispose() => _page.Dispose();
}
