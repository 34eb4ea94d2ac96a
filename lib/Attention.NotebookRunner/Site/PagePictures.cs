using System.Text.Json.Nodes;
using AngleSharp.Dom;

namespace Attention.NotebookRunner.Site;

/// <summary>Gives the pictures of cleaned HTML the address that the page needs, or says that there is none.</summary>
internal static class PagePictures
{
    public static void Resolve(IElement body, ImageSource? images, JsonObject? attachments)
    {
        foreach (IElement picture in body.QuerySelectorAll("img").ToArray())
        {
            string source = picture.GetAttribute("src") ?? "";
            if (images is null)
            {
                continue;
            }
            if (images.Resolve(source, attachments) is { } address)
            {
                picture.SetAttribute("src", address);
                picture.SetAttribute("alt", picture.GetAttribute("alt") ?? "");
                continue;
            }
            string name = picture.GetAttribute("alt") is { Length: > 0 } alt ? alt : source;
            IElement note = body.Owner!.CreateElement("em");
            note.TextContent = $"[picture not found: {name}]";
            picture.Replace(note);
        }
    }
}
