using System.CommandLine;
using System.Diagnostics;
using Attention.NotebookRunner.Documents;
using Attention.NotebookRunner.Host;
using Attention.NotebookRunner.Learn;
using Attention.NotebookRunner.Run;
using Attention.NotebookRunner.Site;
using Attention.Shared;

namespace Attention.NotebookRunner.Commands;

/// <summary><c>learn</c>: opens the course in the browser, where its cells can be changed and run.</summary>
internal static class LearnCommand
{
    /// <summary>A fixed port, so that an open page reconnects after a restart of the server.</summary>
    private const int UsualPort = 7315;

    private const string HelpText = """
        Opens the course in the browser: every cell can be changed and run, and exercises are checked.

        The server listens on this computer only, and its address holds a token without which nobody gets in.
        The notebooks stay as they are: what you write is kept in .attention, beside the record of your progress.
        Ctrl+C ends it.

        With --pages the server only hands out the pages that “site” wrote into a folder. Those of “site --live” run
        C# in the browser, which no browser does with pages opened from the disk.

        Exit codes: 0 all well, 2 usage, 3 bad notebook.
        """;

    public static Command Create()
    {
        var chapter = new Argument<string?>("chapter")
        {
            Description = "The chapter to open: its number, or its name. Default: the contents.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var port = new Option<int?>("--port")
        {
            Description = $"The port; 0 takes a free one. Default {UsualPort}, or a free one when that is taken.",
            HelpName = "N",
        };
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && (!int.TryParse(token.Value, out int value) || value is < 0 or > 65535))
            {
                result.AddError("--port takes a number from 0 to 65535.");
            }
        });
        var noBrowser = new Option<bool>("--no-browser") { Description = "Print the address and open no browser." };
        var pages = new Option<DirectoryInfo?>("--pages")
        {
            Description = "Hand out the pages in this folder, and start no kernel.",
            HelpName = "DIR",
        };
        var command = new Command("learn", HelpText) { chapter, port, noBrowser, pages };
        command.SetAction((parsed, cancel) => Interruptible.Run(() => RunAsync(
            parsed.GetValue(pages), parsed.GetValue(chapter), parsed.GetValue(port), parsed.GetValue(noBrowser),
            cancel)));
        return command;
    }

    private static async Task<int> RunAsync(
        DirectoryInfo? pages, string? chapter, int? port, bool noBrowser, CancellationToken cancel)
    {
        // The browser that this program opens must outlive it, and all that the browser starts.
        ProcessTree.AdoptOrphans(false);
        try
        {
            if (pages is not null)
            {
                return await HandOutAsync(pages.FullName, chapter, port, noBrowser, cancel);
            }
            Repository repository =
                Repository.Find() ?? throw new UsageException("Run this inside the course's folder.");
            NotebookDocument[] notebooks =
                [.. NotebookSource.Find([], repository).Select(one => NotebookDocument.Read(one.Path, one.Shown))];
            string? opened = chapter is null ? null : NameOf(chapter, [.. notebooks.Select(one => one.Name)]);
            using CoursePages course = CoursePages.Write(
                notebooks, repository.Root, new SiteOptions { Plotly = BrowserFiles.Plotly });
            using var packages = new Packages(
                repository.PackageCache, text => Console.WriteLine(Printable.Line(text)), cancel, isInteractive: true);
            await using LearnServer server = await OnPortAsync(
                port, free => LearnServer.StartAsync(course, repository.Root, packages, free, opened));
            Console.WriteLine($"Learn: {server.Address}");
            Console.WriteLine("Ctrl+C ends the server. What you write in the browser is kept.");
            if (!noBrowser)
            {
                OpenBrowser(server.Address);
            }
            // The server runs for hours, and needs little of what writing the pages took.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            await server.WaitAsync(cancel);
            return ExitCode.Success;
        }
        catch (Exception e)
            when (e is BadNotebookException or UsageException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(Printable.Line(e.Message));
            return e is BadNotebookException ? ExitCode.BadNotebook : ExitCode.Usage;
        }
    }

    /// <summary>Serves pages as they are, and starts no kernel.</summary>
    private static async Task<int> HandOutAsync(
        string folder, string? chapter, int? port, bool noBrowser, CancellationToken cancel)
    {
        if (!File.Exists(Path.Combine(folder, "index.html")))
        {
            throw new UsageException($"There is no index.html in {folder}. “site --html {folder}” writes pages.");
        }
        string[] names =
        [
            .. Directory.GetFiles(folder, "*.html").Select(path => Path.GetFileNameWithoutExtension(path))
                .Where(name => name != "index").Order(StringComparer.Ordinal),
        ];
        string page = chapter is null ? "index.html" : Uri.EscapeDataString(NameOf(chapter, names)) + ".html";
        await using PageServer server = await OnPortAsync(port, free => PageServer.StartAsync(folder, free, page));
        Console.WriteLine($"Learn: {server.Address}");
        Console.WriteLine("Ctrl+C ends the server.");
        if (!noBrowser)
        {
            OpenBrowser(server.Address);
        }
        await server.WaitAsync(cancel);
        return ExitCode.Success;
    }

    /// <summary>On the wanted port; without a wish on the usual one, or on a free one when that is taken.</summary>
    private static async Task<T> OnPortAsync<T>(int? port, Func<int, Task<T>> start)
    {
        try
        {
            return await start(port ?? UsualPort);
        }
        catch (IOException) when (port is null)
        {
            return await start(0);
        }
    }

    /// <summary>“1”, “01”, “01-dot-products” and “notebooks/01-dot-products.ipynb” name one chapter.</summary>
    private static string NameOf(string chapter, string[] names)
    {
        string wanted = Path.GetFileNameWithoutExtension(chapter);
        return Array.Find(names, name => name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? Array.Find(names, name => NumberOf(name) is { } number && number == NumberOf(wanted))
            ?? throw new UsageException($"There is no chapter “{chapter}”. There are: {string.Join(", ", names)}.");
    }

    private static int? NumberOf(string name) => int.TryParse(name.Split('-')[0], out int number) ? number : null;

    /// <summary>Where there is no display, nothing happens: the address was printed.</summary>
    private static void OpenBrowser(string address)
    {
        string? own = Environment.GetEnvironmentVariable("BROWSER");
        bool hasDisplay = !OperatingSystem.IsLinux()
            || Environment.GetEnvironmentVariable("DISPLAY") is { Length: > 0 }
            || Environment.GetEnvironmentVariable("WAYLAND_DISPLAY") is { Length: > 0 };
        try
        {
            if (own is { Length: > 0 })
            {
                OwnProcesses.Start(new ProcessStartInfo(own, [address]));
            }
            else if (OperatingSystem.IsWindows())
            {
                Process.Start(new ProcessStartInfo(address) { UseShellExecute = true })?.Dispose();
            }
            else if (hasDisplay)
            {
                OwnProcesses.Start(new ProcessStartInfo(OperatingSystem.IsMacOS() ? "open" : "xdg-open", [address]));
            }
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program. The address was printed.
        }
    }
}
