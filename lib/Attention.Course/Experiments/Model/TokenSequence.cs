namespace Attention.Course.Experiments;

/// <summary>What is asked of a sequence of tokens t₀ … t₇ at its positions i.</summary>
internal enum SequenceTask
{
    /// <summary>The token itself, tᵢ.</summary>
    Copy,

    /// <summary>The token at the same distance from the other end, t₇₋ᵢ.</summary>
    Reverse,

    /// <summary>The token before, tᵢ₋₁; the first position is not asked.</summary>
    Previous,

    /// <summary>The token after, tᵢ₊₁; the last position is not asked.</summary>
    Next,
}

/// <summary>Eight tokens, each drawn at random from eight (<c>data/random-tokens.tsv</c>).</summary>
/// <param name="Tokens">The tokens A … H as 0 … 7.</param>
internal sealed record TokenSequence(int[] Tokens)
{
    public const int Length = 8, TokenCount = 8;

    /// <summary>The features of a token: which it is, and where it stands.</summary>
    public const int Features = TokenCount + Length;

    public static TokenSequence Draw(SplitMix64 random) =>
        new([.. Enumerable.Range(0, Length).Select(_ => random.Below(TokenCount))]);

    /// <summary>The token to name at a position, or −1 where the task asks nothing.</summary>
    public int Answer(SequenceTask task, int position)
    {
        int source = task switch
        {
            SequenceTask.Copy => position,
            SequenceTask.Reverse => Length - 1 - position,
            SequenceTask.Previous => position - 1,
            _ => position + 1,
        };
        return source is >= 0 and < Length ? Tokens[source] : -1;
    }

    /// <summary>
    /// One line of the published file: the tokens, and the answers to every task, <c>-</c> where there is none.
    /// </summary>
    public override string ToString()
        => string.Join('\t', Enum.GetValues<SequenceTask>()
            .Select(task => string.Concat(Enumerable.Range(0, Length).Select(i => Letter(Answer(task, i))))));

    /// <summary>Reads what <see cref="ToString"/> writes: the first column is the sequence itself.</summary>
    public static TokenSequence Parse(string[] cells) => new([.. cells[0].Select(letter => letter - 'A')]);

    /// <summary>The sequence as X, 8 × 16, of which every position that the task asks is a row that asks.</summary>
    /// <param name="task">What is asked.</param>
    /// <param name="causal">Whether a position sees only itself and what stands before it.</param>
    public Example ToExample(SequenceTask task, bool causal = false)
    {
        double[,] inputs = Rows.OneHot(
            Length, Features,
            [.. Tokens.Select((token, i) => (i, token)), .. Tokens.Select((_, i) => (i, TokenCount + i))]);
        int[] asked = [.. Enumerable.Range(0, Length).Where(i => Answer(task, i) >= 0)];
        return new(
            inputs,
            Rows.Of(inputs, asked),
            [.. asked.Select(i => causal ? i + 1 : Length)],
            [.. asked.Select(i => new[] { Answer(task, i) })]);
    }

    public static string Letter(int token) => token < 0 ? "-" : ((char)('A' + token)).ToString();
}
