namespace Attention.Display;

/// <summary>The forms in which a cell's result is stored in the notebook.</summary>
public static class MimeType
{
    /// <summary>A live chart: the JSON that plotly.js draws.</summary>
    public const string Plotly = "application/vnd.plotly.v1+json";

    /// <summary>A web page's element.</summary>
    public const string Html = "text/html";

    /// <summary>A question, its answer and typical wrong guesses: what a page needs to let its reader guess.</summary>
    public const string Prediction = "application/vnd.attention.prediction+json";

    /// <summary>Text for a terminal.</summary>
    public const string Plain = "text/plain";
}
