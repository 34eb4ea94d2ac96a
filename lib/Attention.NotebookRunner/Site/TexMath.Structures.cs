using System.Net;
using System.Text;

namespace Attention.NotebookRunner.Site;

/// <content>Commands with arguments: fractions, roots, brackets, tables.</content>
internal sealed partial class TexMath
{
    private static readonly string[] CellEnds = ["&", "\\\\", "\\end"];

    /// <summary>Commands with arguments.</summary>
    private string Structure(string name) => name switch
    {
        "frac" or "tfrac" or "dfrac" or "cfrac" => $"<mfrac>{Argument()}{Argument()}</mfrac>",
        "binom" or "dbinom" or "tbinom" =>
            $"<mrow>{Fence("(")}<mfrac linethickness=\"0\">{Argument()}{Argument()}</mfrac>{Fence(")")}</mrow>",
        "sqrt" => Root(),
        "overset" or "stackrel" => Above(Argument(), Argument()),
        "underset" => Below(Argument(), Argument()),
        "xrightarrow" => Arrow("→"),
        "xleftarrow" => Arrow("←"),
        "operatorname" or "operatorname*" => Function(PlainText(_tex.Group())),
        "pmod" => $"<mspace width=\"1em\"/><mo>(</mo>{Function("mod")}{Argument()}<mo>)</mo>",
        "left" => Fenced(),
        "middle" => Fence(_tex.Delimiter()),
        "begin" => Environment(_tex.Braced()),
        "substack" => Stack(),
        "boxed" or "fbox" => $"<mrow class=\"boxed\">{Argument()}</mrow>",
        "phantom" or "hphantom" or "vphantom" => $"<mphantom>{Argument()}</mphantom>",
        "mathbin" or "mathrel" or "mathord" or "mathopen" or "mathclose" or "mathpunct" or "ensuremath" => Argument(),
        "not" => Negated(),
        "tag" => $"<mspace width=\"2em\"/><mtext>({WebUtility.HtmlEncode(_tex.Braced())})</mtext>",
        "label" => Skipped(),
        "big" or "bigl" or "bigr" or "bigm" => Sized("1.2em"),
        "Big" or "Bigl" or "Bigr" or "Bigm" => Sized("1.8em"),
        "bigg" or "biggl" or "biggr" or "biggm" => Sized("2.4em"),
        "Bigg" or "Biggl" or "Biggr" or "Biggm" => Sized("3em"),
        "%" or "_" or "#" or "&" or "$" => $"<mo>{WebUtility.HtmlEncode(name)}</mo>",
        " " or "\n" => Space("0.278em"),
        _ => throw new FormatException(),
    };

    private string Skipped()
    {
        _tex.Group();
        return "";
    }

    private static string Above(string upper, string body) => $"<mover>{body}{upper}</mover>";

    private static string Below(string lower, string body) => $"<munder>{body}{lower}</munder>";

    private string Arrow(string arrow)
    {
        string lower = Optional();
        string upper = Argument();
        return $"<munderover><mo stretchy=\"true\">{arrow}</mo><mrow>{lower}</mrow>{upper}</munderover>";
    }

    private string Root()
    {
        _tex.SkipSpace();
        bool hasDegree = _tex.IsNext('[');
        string degree = Optional();
        return hasDegree ? $"<mroot>{Argument()}<mrow>{degree}</mrow></mroot>" : $"<msqrt>{Argument()}</msqrt>";
    }

    /// <summary>An argument in square brackets, which may be missing.</summary>
    private string Optional()
    {
        _tex.SkipSpace();
        return _tex.TryTake('[') ? Row("]") : "";
    }

    private string Fenced()
    {
        string open = _tex.Delimiter();
        string body = Row("\\right");
        return $"<mrow>{Fence(open)}{body}{Fence(_tex.Delimiter())}</mrow>";
    }

    private static string Fence(string sign) =>
        sign is "." or "" ? "" : $"<mo stretchy=\"true\" fence=\"true\">{WebUtility.HtmlEncode(sign)}</mo>";

    private string Sized(string size) =>
        $"<mo stretchy=\"true\" minsize=\"{size}\" maxsize=\"{size}\">{WebUtility.HtmlEncode(_tex.Delimiter())}</mo>";

    private string Environment(string name)
    {
        if (!TexSymbols.Tables.TryGetValue(name, out var table))
        {
            throw new FormatException();
        }
        if (name is "array" or "alignat")
        {
            _tex.Braced(); // how many columns, and where they stand
        }
        string rows = Rows(() => _tex.Braced() == name ? true : throw new FormatException());
        string kind = table.Align.Replace(' ', '-');
        string body = $"<mtable columnalign=\"{table.Align}\" class=\"{kind}\">{rows}</mtable>";
        return $"<mrow>{Fence(table.Open)}{body}{Fence(table.Close)}</mrow>";
    }

    private string Stack()
    {
        string inner = _tex.Group();
        var parser = new TexMath(inner + "\\end", _style, _outer + _depth);
        return $"<mtable>{parser.Rows(() => true)}</mtable>";
    }

    /// <summary>Rows of a table up to \end.</summary>
    private string Rows(Func<bool> end)
    {
        var rows = new StringBuilder();
        var row = new StringBuilder();
        while (true)
        {
            (string cell, string stop) = RowUpTo(CellEnds);
            row.Append("<mtd>").Append(cell).Append("</mtd>");
            if (stop == "&")
            {
                continue;
            }
            bool isEmpty = row.ToString() == "<mtd></mtd>";
            rows.Append(isEmpty ? "" : $"<mtr>{row}</mtr>");
            row.Clear();
            if (stop == "\\end")
            {
                return end() ? rows.ToString() : "";
            }
            _tex.SkipBracketed(); // the space after a row
        }
    }

    private string Negated()
    {
        _tex.SkipSpace();
        char c = _tex.Take();
        string sign = c == '\\' && TexSymbols.Operators.TryGetValue(_tex.CommandName(), out string? found) ? found
            : c is '=' or '<' or '>' or '|' ? c.ToString()
            : throw new FormatException();
        return $"<mo>{WebUtility.HtmlEncode(sign)}\u0338</mo>";
    }
}
