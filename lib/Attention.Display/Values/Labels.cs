using System.Collections;
using System.Runtime.CompilerServices;

namespace Attention.Display;

/// <summary>The names along one side of a picture, one per row, column or bar.</summary>
/// <remarks>
/// Converts from <c>string[]</c>, from pairs <c>(string, string)[]</c> (word and translation) and from <c>Label[]</c>;
/// a collection expression may mix them: <c>["我", ("苹果", "apple")]</c>. Equal names are allowed: a sentence may say a
/// word twice, and a picture writes apple₁ and apple₂.
/// </remarks>
[CollectionBuilder(typeof(Labels), nameof(Create))]
public sealed class Labels : IReadOnlyList<Label>
{
    private readonly Label[] _labels;

    private Labels(Label[] labels) => _labels = labels;

    /// <summary>Builds the names from a collection expression.</summary>
    public static Labels Create(ReadOnlySpan<Label> labels)
    {
        var clean = new Label[labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            clean[i] = labels[i].Clean();
        }

        return new(clean);
    }

    /// <summary>The numbers 0 … <paramref name="count"/> − 1 as names.</summary>
    public static Labels Numbers(int count) =>
        new([.. Enumerable.Range(0, count).Select(i => new Label(Number.Text(i, 0)))]);

    /// <inheritdoc/>
    public Label this[int index] => _labels[index];

    /// <inheritdoc/>
    public int Count => _labels.Length;

    /// <summary>Names without translation.</summary>
    public static implicit operator Labels(string[] texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return Create([.. texts.Select(text => new Label(text))]);
    }

    /// <summary>Words with their translations.</summary>
    public static implicit operator Labels((string Text, string Gloss)[] pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return Create([.. pairs.Select(pair => new Label(pair.Text, pair.Gloss))]);
    }

    /// <summary>Ready-made labels.</summary>
    public static implicit operator Labels(Label[] labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return Create(labels);
    }

    /// <inheritdoc/>
    public IEnumerator<Label> GetEnumerator() => ((IEnumerable<Label>)_labels).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>
    /// The same names, equal ones numbered: a sentence may say a word twice, and its rows are not the same.
    /// </summary>
    internal Labels Distinct()
    {
        ILookup<Label, int> places = _labels.Select((label, i) => (label, i)).ToLookup(p => p.label, p => p.i);
        return new([.. _labels.Select((label, i) => label.Text.Length > 0 && places[label].Count() > 1
            ? label with { Text = label.Text + Subscript(1 + places[label].TakeWhile(place => place < i).Count()) }
            : label)]);

        static string Subscript(int number) =>
            string.Concat(Number.Text(number, 0).Select(digit => (char)('₀' + (digit - '0'))));
    }

    /// <summary>These labels, told apart, or the numbers 0, 1, 2 … where there are none.</summary>
    /// <exception cref="ArgumentException">There are labels, but not as many as <paramref name="count"/>.</exception>
    internal static Labels For(
        Labels? labels,
        int count,
        string what,
        [CallerArgumentExpression(nameof(labels))] string? parameter = null
    )
    {
        if (labels is not null && labels.Count != count)
        {
            throw new ArgumentException(
                $"{parameter}.Count is {labels.Count} but there are {count} {what}; they must be equal.",
                parameter
            );
        }

        return labels?.Distinct() ?? Numbers(count);
    }
}
