namespace Attention.Course.Tests.Exercises;

/// <summary>
/// Right answers written in other ways than the published solutions. Each must be accepted, and mutations start from
/// each.
/// </summary>
internal static class RightAnswers
{
    public static IReadOnlyList<(string Exercise, string Text)> All { get; } =
    [
        ("Dot", "float MyDot(float[] x, float[] y) => x.Zip(y, (a, b) => a * b).Sum();"),
        ("Dot", "float MyDot(float[] x, float[] y) => TensorPrimitives.Dot<float>(x, y);"),
        (
            "Dot",
            """
            float MyDot(float[] x, float[] y)
            {
                double sum = 0;
                for (int i = x.Length - 1; i >= 0; i--) { sum += (double)x[i] * y[i]; }
                return (float)sum;
            }
            """
        ),
        ("Norm", "float MyNorm(float[] x) => (float)Math.Pow(x.Sum(v => v * v), 0.5);"),
        ("Norm", "float MyNorm(float[] x) => (float)Vector<float>.Build.Dense(x).L2Norm();"),
        (
            "Norm",
            """
            float MyNorm(float[] x)
            {
                float squares = 0;
                foreach (float v in x) { squares += v * v; }
                return MathF.Sqrt(squares);
            }
            """
        ),
        (
            "Cosine",
            """
            float MyCosine(float[] x, float[] y)
            {
                double xy = 0, xx = 0, yy = 0;
                for (int i = 0; i < x.Length; i++) { xy += x[i] * y[i]; xx += x[i] * x[i]; yy += y[i] * y[i]; }
                return (float)(xy / Math.Sqrt(xx) / Math.Sqrt(yy));
            }
            """
        ),
        ("Cosine", "float MyCosine(float[] x, float[] y) => MyDot(x, y) / MathF.Sqrt(MyDot(x, x) * MyDot(y, y));"),
        ("Cosine", "float MyCosine(float[] x, float[] y) => MyDot(x, y) / (MyNorm(x) * MyNorm(y) + 1e-8f);"),
        (
            "SimilarityMatrix",
            """
            Matrix<float> MySimilarity(Matrix<float> X)
            {
                var S = new float[X.RowCount, X.RowCount];
                for (int i = 0; i < X.RowCount; i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        float sum = 0;
                        for (int f = 0; f < X.ColumnCount; f++) { sum += X[i, f] * X[j, f]; }
                        S[i, j] = S[j, i] = sum;
                    }
                }
                return Matrix<float>.Build.DenseOfArray(S);
            }
            """
        ),
        ("SimilarityMatrix", "Matrix<float> MySimilarity(Matrix<float> X) => X.TransposeAndMultiply(X);"),
        (
            "CosineMatrix",
            """
            Matrix<float> MyCosines(Matrix<float> X)
            {
                Matrix<float> S = X * X.Transpose();
                return S.MapIndexed((i, j, s) => s / (MathF.Sqrt(S[i, i]) * MathF.Sqrt(S[j, j])));
            }
            """
        ),
        (
            "CosineMatrix",
            """
            Matrix<float> MyCosines(Matrix<float> X)
            {
                var C = Matrix<float>.Build.Dense(X.RowCount, X.RowCount);
                for (int i = 0; i < X.RowCount; i++)
                {
                    for (int j = 0; j < X.RowCount; j++)
                    {
                        C[i, j] = X.Row(i) * X.Row(j) / (float)(X.Row(i).L2Norm() * X.Row(j).L2Norm());
                    }
                }
                return C;
            }
            """
        ),
        (
            "Lengthen",
            """
            Matrix<float> MyPrefer(Matrix<float> X, int i, int j)
            {
                Matrix<float> Y = X.Clone();
                float rival = (X * X.Row(i)).Where((_, k) => k != j).Max();
                for (int step = 0; step < 60; step++)
                {
                    if (Y.Row(i) * Y.Row(j) <= rival * 1.01f) { Y.SetRow(j, Y.Row(j) * 2); }
                }
                return Y;
            }
            """
        ),
        (
            "Lengthen",
            """
            Matrix<float> MyPrefer(Matrix<float> X, int i, int j)
            {
                float best = (X * X.Row(i)).Max(), own = X.Row(i) * X.Row(j);
                return X.MapIndexed((r, c, x) => r == j ? x * (best / own + 1) : x);
            }
            """
        ),
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = float.NegativeInfinity;
                foreach (float score in scores) { max = MathF.Max(max, score); }
                double sum = 0;
                foreach (float score in scores) { sum += Math.Exp(score - max); }
                var shares = new float[scores.Length];
                for (int i = 0; i < scores.Length; i++) { shares[i] = (float)(Math.Exp(scores[i] - max) / sum); }
                return shares;
            }
            """
        ),
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = TensorPrimitives.Max<float>(scores);
                var shifted = new float[scores.Length];
                TensorPrimitives.Subtract(scores, max, shifted);
                TensorPrimitives.SoftMax<float>(shifted, shifted);
                return shifted;
            }
            """
        ),
        (
            "StableSoftmax",
            """
            float[] MySoftmax(float[] scores)
            {
                float max = scores.Max();
                float logSum = MathF.Log(scores.Sum(score => MathF.Exp(score - max)));
                return scores.Select(score => MathF.Exp(score - max - logSum)).ToArray();
            }
            """
        ),
        (
            "RowSoftmax",
            """
            Matrix<float> MyRowSoftmax(Matrix<float> S)
            {
                Matrix<float> A = S.Clone();
                for (int i = 0; i < S.RowCount; i++)
                {
                    float max = float.MinValue, sum = 0;
                    for (int j = 0; j < S.ColumnCount; j++) { max = Math.Max(max, S[i, j]); }
                    for (int j = 0; j < S.ColumnCount; j++) { A[i, j] = MathF.Exp(S[i, j] - max); sum += A[i, j]; }
                    for (int j = 0; j < S.ColumnCount; j++) { A[i, j] /= sum; }
                }
                return A;
            }
            """
        ),
        (
            "RowSoftmax",
            """
            Matrix<float> MyRowSoftmax(Matrix<float> S)
                => S.MapIndexed((i, j, score) => MathF.Exp(score - S.Row(i).Maximum())).NormalizeRows(1);
            """
        ),
        (
            "Temperature",
            """
            float MyTemperature(float[] scores, float share)
            {
                double low = 1e-6, high = 1e7;
                while (high / low > 1.00001)
                {
                    double T = Math.Sqrt(low * high), max = scores.Max();
                    double top = 1 / scores.Sum(score => Math.Exp((score - max) / T));
                    if (top > share) { low = T; } else { high = T; }
                }
                return (float)low;
            }
            """
        ),
        (
            "ScaledDotProduct",
            """
            Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)
            {
                var Z = Matrix<float>.Build.Dense(Q.RowCount, V.ColumnCount);
                for (int i = 0; i < Q.RowCount; i++)
                {
                    double max = double.NegativeInfinity, sum = 0;
                    var s = new double[K.RowCount];
                    for (int j = 0; j < K.RowCount; j++)
                    {
                        s[j] = Q.Row(i) * K.Row(j) / Math.Sqrt(Q.ColumnCount);
                        max = Math.Max(max, s[j]);
                    }
                    for (int j = 0; j < K.RowCount; j++) { s[j] = Math.Exp(s[j] - max); sum += s[j]; }
                    for (int j = 0; j < K.RowCount; j++)
                    {
                        for (int c = 0; c < V.ColumnCount; c++) { Z[i, c] += (float)(s[j] / sum) * V[j, c]; }
                    }
                }
                return Z;
            }
            """
        ),
        (
            "ScoreVariance",
            "double MyVariance(int d, double varQ, double varK) => Math.Pow(Math.Sqrt(d * varQ) * "
                + "Math.Sqrt(varK), 2);"
        ),
        (
            "BugHunt",
            """
            Matrix<float> SelfAttention(
                Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int heads)
            {
                int d = X.ColumnCount / heads;
                var Z = Matrix<float>.Build.Dense(X.RowCount, X.ColumnCount);
                Matrix<float> Q = X * WQ, K = X * WK, V = X * WV;
                for (int h = 0; h < heads; h++)
                {
                    Matrix<float> q = Q.SubMatrix(0, X.RowCount, h * d, d), k = K.SubMatrix(0, X.RowCount, h * d, d);
                    Matrix<float> S = q * k.Transpose() / MathF.Sqrt(d);
                    Matrix<float> A = S.MapIndexed((i, j, s) => MathF.Exp(s - S.Row(i).Maximum())).NormalizeRows(1);
                    Z.SetSubMatrix(0, h * d, A * V.SubMatrix(0, X.RowCount, h * d, d));
                }
                return Z;
            }
            """
        ),
        (
            "CausalMask",
            """
            bool[,] MyCausal(int n)
            {
                var mask = new bool[n, n];
                for (int j = 0; j < n; j++)
                {
                    for (int i = j; i < n; i++) { mask[i, j] = true; }
                }
                return mask;
            }
            """
        ),
        (
            "CausalMask",
            """
            bool[,] MyCausal(int n)
            {
                var mask = new bool[n, n];
                for (int k = 0; k < n * n; k++) { mask[k / n, k % n] = k % n <= k / n; }
                return mask;
            }
            """
        ),
        (
            "PaddingMask",
            """
            bool[,,] MyPadding(int[] lengths, int n)
            {
                var mask = new bool[lengths.Length, n, n];
                for (int s = 0; s < lengths.Length; s++)
                {
                    for (int j = 0; j < n; j++)
                    {
                        if (j >= lengths[s]) { break; }
                        for (int i = 0; i < n; i++) { mask[s, i, j] = true; }
                    }
                }
                return mask;
            }
            """
        ),
        (
            "MaskedWeights",
            """
            Matrix<float> MyMaskedWeights(Matrix<float> S, int length)
            {
                var A = Matrix<float>.Build.Dense(S.RowCount, S.ColumnCount);
                if (length == 0) { return A; }
                for (int i = 0; i < S.RowCount; i++)
                {
                    int seen = Math.Min(i + 1, length);
                    float max = float.NegativeInfinity, sum = 0;
                    for (int j = 0; j < seen; j++) { max = MathF.Max(max, S[i, j]); }
                    for (int j = 0; j < seen; j++) { A[i, j] = MathF.Exp(S[i, j] - max); sum += A[i, j]; }
                    for (int j = 0; j < seen; j++) { A[i, j] /= sum; }
                }
                return A;
            }
            """
        ),
        (
            "MaskedWeights",
            """
            Matrix<float> MyMaskedWeights(Matrix<float> S, int length)
            {
                Matrix<float> H = S.MapIndexed((i, j, s) => j <= i && j < length ? s : float.NegativeInfinity);
                Matrix<float> E = H.MapIndexed((i, j, s) => MathF.Exp(s - H.Row(i).Max()));
                Matrix<float> A = E.MapIndexed((i, j, e) => e / E.Row(i).Sum());
                return A.Map(a => float.IsNaN(a) ? 0 : a);
            }
            """
        ),
        (
            "LeakTest",
            """
            bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)
            {
                for (int i = 0; i < X.RowCount - 1; i++)
                {
                    Matrix<float> Y = X.Clone();
                    for (int t = i + 1; t < X.RowCount; t++)
                    {
                        for (int f = 0; f < X.ColumnCount; f++) { Y[t, f] = 5 - 2 * X[t, f]; }
                    }
                    if ((layer(Y) - layer(X)).Row(i).Any(move => MathF.Abs(move) > 1e-5f)) { return true; }
                }
                return false;
            }
            """
        ),
        (
            "SplitHeads",
            """
            Matrix<float>[] MySplit(Matrix<float> X, int heads)
            {
                int size = X.ColumnCount / heads;
                var parts = new Matrix<float>[heads];
                for (int h = 0; h < heads; h++)
                {
                    parts[h] = Matrix<float>.Build.Dense(X.RowCount, size);
                    for (int i = 0; i < X.RowCount; i++)
                    {
                        for (int c = 0; c < size; c++) { parts[h][i, c] = X[i, h * size + c]; }
                    }
                }
                return parts;
            }
            """
        ),
        (
            "MergeHeads",
            """
            Matrix<float> MyMerge(Matrix<float>[] Z)
            {
                int width = Z[0].ColumnCount;
                return Matrix<float>.Build.Dense(Z[0].RowCount, width * Z.Length, (i, j) => Z[j / width][i, j % width]);
            }
            """
        ),
        (
            "MergeHeads",
            "Matrix<float> MyMerge(Matrix<float>[] Z) => Matrix<float>.Build.DenseOfMatrixArray(Row(Z));\n"
                + "Matrix<float>[,] Row(Matrix<float>[] Z) { var row = new Matrix<float>[1, Z.Length]; "
                + "for (int h = 0; h < Z.Length; h++) { row[0, h] = Z[h]; } return row; }"
        ),
        (
            "CountParameters",
            """
            int MyCount(int dModel, int heads, int dK, int dV)
            {
                int count = 0;
                for (int h = 0; h < heads; h++) { count += dModel * dK + dModel * dK + dModel * dV; }
                return count + heads * dV * dModel;
            }
            """
        ),
        (
            "CrossAttention",
            """
            Matrix<float> MyCross(
                Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)
            {
                Matrix<float> S = X * WQ * WK.Transpose() * C.Transpose() / MathF.Sqrt(WK.ColumnCount);
                Matrix<float> max = S.MapIndexed((i, j, s) => S.Row(i).Maximum()), E = (S - max).PointwiseExp();
                return E.NormalizeRows(1) * C * WV;
            }
            """
        ),
        (
            "OnlineSoftmax",
            """
            (float Max, float Sum, float[] Output) MyStep(
                (float Max, float Sum, float[] Output) state, float score, float[] value)
            {
                if (score == float.NegativeInfinity) { return state; }
                var output = (float[])state.Output.Clone();
                if (score <= state.Max)
                {
                    float w = MathF.Exp(score - state.Max);
                    for (int f = 0; f < value.Length; f++) { output[f] += w * value[f]; }
                    return (state.Max, state.Sum + w, output);
                }
                float keep = MathF.Exp(state.Max - score);
                for (int f = 0; f < value.Length; f++) { output[f] = output[f] * keep + value[f]; }
                return (score, state.Sum * keep + 1, output);
            }
            """
        ),
        (
            "MemoryBound",
            """
            bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
            {
                double ridge = peakFlops / peakBytes;
                return flops / bytes < ridge;
            }
            """
        ),
        (
            "MemoryBound",
            """
            bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)
                => Math.Max(bytes / peakBytes, flops / peakFlops) != flops / peakFlops;
            """
        ),
        ("LeavesTheCache", "int MyFirstTooLarge(int cacheBytes) => (int)Math.Floor(Math.Sqrt(cacheBytes / 4)) + 1;"),
        (
            "LeavesTheCache",
            """
            int MyFirstTooLarge(int cacheBytes)
            {
                long low = 0, high = 100_000;
                while (high - low > 1)
                {
                    long n = (low + high) / 2;
                    if (n * n * 4 <= cacheBytes) { low = n; } else { high = n; }
                }
                return (int)high;
            }
            """
        ),
        ("KeyHead", "int MyKeyHead(int h, int queryHeads, int keyHeads) => h * keyHeads / queryHeads;"),
        (
            "PositionWaves",
            """
            float[] MyWaves(int p, int d) => [.. Enumerable.Range(0, d).Select(f =>
            {
                double angle = p / Math.Pow(10000, (f - f % 2) / (double)d);
                return (float)(f % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            })];
            """
        ),
        (
            "RotaryTurn",
            """
            float[] MyTurn(float[] x, int p)
            {
                var turned = (float[])x.Clone();
                for (int pair = 0; pair < x.Length / 2; pair++)
                {
                    float angle = p * MathF.Pow(10000, -2f * pair / x.Length);
                    (float sin, float cos) = MathF.SinCos(angle);
                    (float a, float b) = (x[2 * pair], x[2 * pair + 1]);
                    (turned[2 * pair], turned[2 * pair + 1]) = (a * cos - b * sin, b * cos + a * sin);
                }
                return turned;
            }
            """
        ),
        (
            "DistancePenalty",
            """
            Matrix<float> MyPenalty(int n, float slope)
            {
                var B = Matrix<float>.Build.Dense(n, n, float.NegativeInfinity);
                for (int i = 0; i < n; i++)
                    for (int j = 0; j <= i; j++)
                        B[i, j] = -slope * (i - j);
                return B;
            }
            """
        ),
        (
            "PreviousTokenHead",
            """
            int MyPreviousHead(Matrix<float>[] maps)
            {
                int best = 0;
                float most = float.NegativeInfinity;
                for (int head = 0; head < maps.Length; head++)
                {
                    float sum = 0;
                    for (int i = 1; i < maps[head].RowCount; i++)
                        sum += maps[head][i, i - 1];
                    if (sum > most)
                        (best, most) = (head, sum);
                }
                return best;
            }
            """
        ),
        (
            "PronounRank",
            """
            int MyRank(float[] weights, int pronoun, int antecedent)
            {
                int rank = 1;
                for (int i = 1; i < weights.Length - 1; i++)
                    if (i != pronoun && weights[i] > weights[antecedent])
                        rank++;
                return rank;
            }
            """
        ),
        (
            "WithoutHead",
            """
            Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)
            {
                Matrix<float> without = Y.Clone();
                for (int i = 0; i < Y.RowCount; i++)
                    for (int j = 0; j < Y.ColumnCount; j++)
                        for (int f = 0; f < Z.ColumnCount; f++)
                            without[i, j] -= Z[i, f] * WO[h * Z.ColumnCount + f, j];
                return without;
            }
            """
        ),
    ];
}
