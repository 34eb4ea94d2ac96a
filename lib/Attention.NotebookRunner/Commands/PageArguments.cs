using System.CommandLine;
using System.CommandLine.Parsing;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Site;

namespace Attention.NotebookRunner.Commands;

/// <summary>The options of <c>run</c> and <c>site</c> that say how pages are written.</summary>
internal sealed class PageArguments
{
    private readonly Option<string?> _plotly = new Option<string?>("--plotly")
    {
        Description = """
            A plotly.min.js to lay beside the pages in place of the one that comes along; or set ATTENTION_PLOTLY_JS.
            """,
        HelpName = "FILE",
    }.NotEmpty("a file");

    private readonly Option<bool> _singleFile = new("--single-file")
    {
        Description =
            "Write style, script and, with --plotly, plotly.js into each page, so that one file can be passed on.",
    };

    public PageArguments() => _plotly.Validators.Add(result =>
    {
        foreach (string path in result.Tokens.Select(t => t.Value).Where(path => path.Length > 0))
        {
            if (FileFacts.Of(path).Kind != FileKind.Regular)
            {
                result.AddError($"--plotly {path}: there is no such file.");
            }
        }
    });

    public void AddTo(Command command)
    {
        command.Add(_plotly);
        command.Add(_singleFile);
    }

    public bool IsSingle(CommandResult result) => result.GetValue(_singleFile);

    public SiteOptions Read(ParseResult parsed)
    {
        string? plotly = parsed.GetValue(_plotly) ?? Environment.GetEnvironmentVariable("ATTENTION_PLOTLY_JS");
        bool isNamed = plotly is not null && FileFacts.Of(plotly).Kind == FileKind.Regular;
        bool isSingle = parsed.GetValue(_singleFile);
        return new SiteOptions
        {
            // Embedded in each page (5 MB) only on request.
            Plotly = isNamed ? plotly : isSingle ? null : BrowserFiles.Plotly,
            SingleFile = isSingle,
        };
    }
}
