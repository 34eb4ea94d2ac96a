namespace Attention.Display;

/// <summary>An object that a notebook cell can show in one or several forms.</summary>
/// <remarks>Mark the type with <see cref="TypeFormatterSourceAttribute"/> so that the notebook kernel finds its forms.</remarks>
public interface IDisplay
{
    /// <summary>Writes the object in one form.</summary>
    /// <param name="mimeType">The form, one of <see cref="MimeType"/>.</param>
    /// <returns>The text of that form, or null when the object has no such form.</returns>
    string? Write(string mimeType);
}
