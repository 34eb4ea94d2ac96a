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

/// <summary>Tokens, each drawn at random from eight; those of <c>data/random-tokens.tsv</c> are eight long.</summary>
/// <param name="Tokens">The tokens A … H as 0 … 7.</param>
internal sealed record TokenSequence(int[] Tokens)
{
    public const int Length = 8, TokenCount = 8;

    /// <summary>The features of a token: which it is, and where it stands.</summary>
    public const int Features = TokenCount + Length;

    public static TokenSequence Draw(SplitMix64 random) => Draw(random, Length);

    public static TokenSequence Draw(SplitMix64 random, int length) =>
        new([.. Enumerable.Range(0, length).Select(_ => random.Below(TokenCount))]);

    /// <summary>The token to name at a position, or −1 where the task asks nothing.</summary>
    public int Answer(SequenceTask task, int position)
    {
        int source = task switch
        {
            SequenceTask.Copy => position,
            SequenceTask.Reverse => Tokens.Length - 1 - position,
            SequenceTask.Previous => position - 1,
            _ => position + 1,
        };
        return source >= 0 && source < Tokens.Length ? Tokens[source] : -1;
    }

    /// <summary>
    /// One line of the published file: the tokens, and the answers to every task, <c>-</c> where there is none.
    /// </summary>
    public override string ToString()
        => string.Join('\t', Enum.GetValues<SequenceTask>()
            .Select(task => string.Concat(Tokens.Select((_, i) => Letter(Answer(task, i))))));

    /// <summary>Reads what <see cref="ToString"/> writes: the first column is the sequence itself.</summary>
    public static TokenSequence Parse(string[] cells) => new([.. cells[0].Select(letter => letter - 'A')]);

    /// <summary>The sequence as X, 8 × 16, of which every position that the task asks is a row that asks.</summary>
    /// <param name="task">What is asked.</param>
    /// <param name="causal">Whether a position sees only itself and what stands before it.</param>
    public Example ToExample(SequenceTask task, bool causal = false)
        => ToExample(task, Parameter.Identity("positions", Tokens.Length).Value, causal);

    /// <summary>
    /// The sequence as X, n × (8 + f), of which every position that the task asks is a row that asks.
    /// </summary>
    /// <param name="task">What is asked.</param>
    /// <param name="positions">The features of each position, at least n × f; f may be 0.</param>
    /// <param name="causal">Whether a position sees only itself and what stands before it.</param>
    public Example ToExample(SequenceTask task, double[,] positions, bool causal = false)
    {
        double[,] inputs = ExampleRows.OneHot(
            Tokens.Length, TokenCount + positions.GetLength(1), [.. Tokens.Select((token, i) => (i, token))]);
        for (int i = 0; i < Tokens.Length; i++)
        {
            for (int f = 0; f < positions.GetLength(1); f++)
            {
                inputs[i, TokenCount + f] = positions[i, f];
            }
        }

        int[] asked = [.. Enumerable.Range(0, Tokens.Length).Where(i => Answer(task, i) >= 0)];
        return new(
            inputs,
            ExampleRows.Of(inputs, asked),
            [.. asked.Select(i => causal ? i + 1 : Tokens.Length)],
            [.. asked.Select(i => new[] { Answer(task, i) })])
        {
            AskingPositions = asked,
        };
    }

    public static string Letter(int token) => token < 0 ? "-" : ((char)('A' + token)).ToString();
}
