using System.Text;
using System.Xml;

namespace Attention.NotebookRunner.Reports;

/// <summary>Text for XML, which has no way to write most control characters. A cell may print any.</summary>
internal static class XmlText
{
    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool isPair = i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]);
            if (isPair)
            {
                safe.Append(text[i++]).Append(text[i]);
            }
            else
            {
                safe.Append(XmlConvert.IsXmlChar(text[i]) ? text[i] : '\uFFFD');
            }
        }
        return safe.ToString();
    }
}
