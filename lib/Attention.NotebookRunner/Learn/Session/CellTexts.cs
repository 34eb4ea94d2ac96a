using Attention.NotebookRunner.Learn.Record;

namespace Attention.NotebookRunner.Learn.Session;

/// <summary>
/// The learner's texts of one chapter. A text that another one replaces, without the learner having typed it over, is
/// kept and can be brought back.
/// </summary>
/// <remarks>The same rules as InBrowser/drafts.js, where no other tab types: change both.</remarks>
/// <param name="chapter">The chapter's name.</param>
/// <param name="drafts">Where they are kept.</param>
/// <param name="onPutAside">Called with where a file is that could not be understood.</param>
internal sealed class CellTexts(string chapter, Drafts drafts, Action<string> onPutAside)
{
    /// <summary>Gives the cells the texts of the last time.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    public void Restore(IEnumerable<LiveCell> cells)
    {
        Dictionary<string, Draft> kept = drafts.Read(chapter, onPutAside);
        foreach (LiveCell cell in cells)
        {
            if (kept.GetValueOrDefault(cell.Id) is { } draft)
            {
                (cell.Text, cell.Earlier) = (draft.Text ?? cell.Cell.Source, draft.Earlier);
            }
        }
    }

    /// <summary>Takes what was typed into a tab.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="text">Its text now.</param>
    /// <param name="seen">The version that the tab typed over.</param>
    /// <returns>Whether another tab had written a text that this one had not seen; it is kept.</returns>
    /// <exception cref="IOException">It cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">It cannot be kept.</exception>
    public bool Type(LiveCell cell, string text, int seen)
    {
        if (text == cell.Text)
        {
            return false;
        }
        bool isUnseen = seen != cell.Version && cell.Text != cell.Cell.Source;
        Replace(cell, text, keepsOld: isUnseen);
        return isUnseen;
    }

    /// <summary>Back to the chapter's own text.</summary>
    public void Reset(LiveCell cell) => Replace(cell, cell.Cell.Source, keepsOld: cell.Text != cell.Cell.Source);

    /// <summary>The text that was replaced last comes back, and what is there now takes its place.</summary>
    public void BringBack(LiveCell cell)
    {
        if (cell.Earlier is [.. var rest, var last])
        {
            cell.Earlier = [.. rest];
            Replace(cell, last, keepsOld: cell.Text != cell.Cell.Source);
        }
    }

    private void Replace(LiveCell cell, string text, bool keepsOld)
    {
        if (keepsOld)
        {
            cell.Earlier = [.. cell.Earlier.Where(earlier => earlier != cell.Text), cell.Text];
        }
        cell.Text = text;
        drafts.Write(chapter, cell.Id, new Draft(text == cell.Cell.Source ? null : text, cell.Earlier), onPutAside);
        // Only after the text was written: if that throws, the tabs still hold the old version number.
        cell.Version++;
    }
}
