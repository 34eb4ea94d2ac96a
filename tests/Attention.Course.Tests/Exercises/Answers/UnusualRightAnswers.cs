namespace Attention.Course.Tests.Exercises.Answers;

/// <summary>
/// Right answers in unusual forms: sums in double precision, loops backwards, calls of a library. A check must accept
/// them; they are not mutated, as those of <see cref="RightAnswers"/> are.
/// </summary>
internal static class UnusualRightAnswers
{
    private const string CrossHead =
        "Matrix<float> MyCross(Matrix<float> X, Matrix<float> C, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV)";

    private const string LayerHead = "Matrix<float> MyLayer(Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, "
        + "Matrix<float> WV, Matrix<float> WO, int heads, Matrix<float> B)";

    private const string BugHead = "Matrix<float> SelfAttention("
        + "Matrix<float> X, Matrix<float> WQ, Matrix<float> WK, Matrix<float> WV, int heads)";

    private const string StepHead = "(float Max, float Sum, float[] Output) MyStep("
        + "(float Max, float Sum, float[] Output) state, float score, float[] value)";

    public static IReadOnlyList<(string Exercise, string Code)> All { get; } =
    [
        .. To("Dot", "float MyDot(float[] x, float[] y)",
            "=> Vector<float>.Build.Dense(x) is var v && x.Length > 0 ? v * Vector<float>.Build.Dense(y) : 0;",
            "{ decimal s = 0; for (int i = x.Length; i-- > 0; ) s += (decimal)x[i] * (decimal)y[i]; return (float)s; }",
            "=> x.Length == 0 ? 0 : x[0] * y[0] + MyDot(x[1..Math.Min(x.Length, 50)], y[1..Math.Min(x.Length, 50)]) "
                + "+ MyDot(x[Math.Min(x.Length, 50)..], y[Math.Min(x.Length, 50)..]);",
            "=> Enumerable.Range(0, x.Length).Sum(i => x[i] * y[i]);",
            "=> x.Select((v, i) => v * y[i]).Aggregate(0f, (a, b) => a + b);"),
        .. To("Norm", "float MyNorm(float[] x)",
            "=> (float)Math.Sqrt(x.Sum(v => (double)v * v));",
            "=> TensorPrimitives.Norm<float>(x);",
            "=> MathF.Exp(0.5f * MathF.Log(MyDot(x, x)));",
            "{ double s = 0; for (int i = x.Length - 1; i >= 0; i--) s += Math.Pow(x[i], 2); return "
                + "(float)Math.Sqrt(s); }",
            "{ float m = x.Max(MathF.Abs); return m == 0 ? 0 : m * MathF.Sqrt(x.Sum(v => v / m * (v / m))); }"),
        .. To("Cosine", "float MyCosine(float[] x, float[] y)",
            "=> TensorPrimitives.CosineSimilarity<float>(x, y);",
            "=> MyDot(x, y) / MathF.Sqrt(MyDot(x, x) * MyDot(y, y));",
            "=> Math.Clamp(MyDot(x, y) / MyNorm(x) / MyNorm(y), -1, 1);",
            "=> MyDot(x.Select(v => v / MyNorm(x)).ToArray(), y.Select(v => v / MyNorm(y)).ToArray());",
            "{ float n = MyNorm(x) * MyNorm(y); return n == 0 ? 0 : MyDot(x, y) / n; }",
            "=> MyDot(x, y) / MathF.Max(1e-8f, MyNorm(x) * MyNorm(y));"),
        .. To("SimilarityMatrix", "Matrix<float> MySimilarity(Matrix<float> X)",
            "=> Matrix<float>.Build.Dense(X.RowCount, X.RowCount, (i, j) => X.Row(i).DotProduct(X.Row(j)));",
            "=> X.ToRowArrays() is var r ? Matrix<float>.Build.DenseOfRowArrays(r.Select(a => r.Select(b => MyDot(a, "
                + "b)).ToArray())) : X;",
            "=> X.EnumerateColumns().Select(c => c.OuterProduct(c)).Aggregate((a, b) => a + b);",
            "=> (X.Map(v => (double)v) * X.Transpose().Map(v => (double)v)).Map(v => (float)v);"),
        .. To("CosineMatrix", "Matrix<float> MyCosines(Matrix<float> X)",
            "=> Matrix<float>.Build.Dense(X.RowCount, X.RowCount, (i, j) => MyCosine(X.Row(i).ToArray(), "
                + "X.Row(j).ToArray()));",
            "{ var D = Matrix<float>.Build.DenseOfDiagonalVector(X.RowNorms(2).Map(n => (float)(1 / n)).Map(n => n)); "
                + "return D * X * X.Transpose() * D; }",
            "{ var S = X * X.Transpose(); var d = S.Diagonal().PointwiseSqrt(); return S.PointwiseDivide("
                + "d.OuterProduct(d)); }",
            "=> (X * X.Transpose()).MapIndexed((i, j, s) => i == j ? 1 : s / (float)X.Row(i).L2Norm() "
                + "/ (float)X.Row(j).L2Norm());"),
        .. To("Lengthen", "Matrix<float> MyPrefer(Matrix<float> X, int i, int j)",
            "{ var Y = X.Clone(); float best = (X * X.Row(i)).Maximum(), own = X.Row(i) * X.Row(j); "
                + "Y.SetRow(j, X.Row(j) * (best / own + 1)); return Y; }",
            "{ var Y = X.Clone(); while (true) { var s = Y * Y.Row(i); if (s.MaximumIndex() == j && s.Where((_, k) => "
                + "k != j).All(other => other < s[j])) return Y; Y.SetRow(j, Y.Row(j) * 1.5f); } }",
            "{ double best = (X * X.Row(i)).Max(), own = X.Row(i) * X.Row(j); return "
                + "Matrix<float>.Build.DenseOfRows(X.EnumerateRows().Select((row, k) => k == j ? row * (float)(1.001 "
                + "* Math.Max(best / own, 1) + 0.001) : row)); }"),
        .. To("StableSoftmax", "float[] MySoftmax(float[] scores)",
            "=> scores.Select(a => 1 / scores.Sum(b => MathF.Exp(b - a))).Select(p => float.IsNaN(p) ? 0 : "
                + "p).ToArray();",
            "{ double m = scores.Max(), sum = scores.Sum(s => Math.Exp(s - m)); return scores.Select(s => "
                + "(float)(Math.Exp(s - m) / sum)).ToArray(); }",
            "{ float m = float.MinValue; for (int i = scores.Length - 1; i >= 0; i--) m = Math.Max(m, scores[i]); "
                + "var e = new float[scores.Length]; float sum = 0; for (int i = 0; i < e.Length; i++) sum += e[i] = "
                + "MathF.Exp(scores[i] - m); for (int i = 0; i < e.Length; i++) e[i] /= sum; return e; }",
            "{ var sorted = scores.OrderDescending().ToArray(); var e = scores.Select(s => MathF.Exp(s - sorted[0]))"
                + ".ToArray(); return e.Select(x => x / e.Sum()).ToArray(); }",
            "{ float m = scores.Max() + 10; var e = scores.Select(s => Math.Exp(s - m)).ToArray(); double t = e.Sum(); "
                + "return Array.ConvertAll(e, x => (float)(x / t)); }"),
        .. To("RowSoftmax", "Matrix<float> MyRowSoftmax(Matrix<float> S)",
            "{ var A = S.Clone(); for (int i = S.RowCount - 1; i >= 0; i--) A.SetRow(i, "
                + "MySoftmax(S.Row(i).ToArray())); "
                + "return A; }",
            "=> S.Transpose().EnumerateColumns().Select(c => MySoftmax(c.ToArray())) is var rows "
                + "? Matrix<float>.Build.DenseOfRowArrays(rows) : S;",
            "{ var max = Vector<float>.Build.DenseOfEnumerable(S.EnumerateRows().Select(r => r.Maximum())); "
                + "var E = (S - max.ToColumnMatrix() * Matrix<float>.Build.Dense(1, S.ColumnCount, 1)).PointwiseExp(); "
                + "return E.PointwiseDivide(E.RowSums().ToColumnMatrix() * Matrix<float>.Build.Dense(1, "
                + "S.ColumnCount, 1)); }"),
        .. To("Temperature", "float MyTemperature(float[] scores, float share)",
            "{ double low = 0, high = 1e9; for (int k = 0; k < 200; k++) { double T = (low + high) / 2, m = "
                + "scores.Max(), top = 1 / scores.Sum(s => Math.Exp((s - m) / T)); if (top < share) high = T; else "
                + "low = T; } return (float)high; }",
            "{ double b = 1e-9, step = 1; double Top(double x) => 1 / scores.Sum(s => Math.Exp((s - scores.Max()) * "
                + "x)); while (Top(b + step) < share) step *= 2; for (int k = 0; k < 100; k++) { if (Top(b + step) < "
                + "share) b += step; step /= 2; } return (float)(1 / (b + step)); }",
            "{ float T = 1e-6f; while (MySoftmax(scores.Select(s => s / T).ToArray()).Max() > share) T *= 1.0001f; "
                + "return T; }"),
        .. To("ScaledDotProduct", "Matrix<float> MyAttention(Matrix<float> Q, Matrix<float> K, Matrix<float> V)",
            "=> MyRowSoftmax(Q * K.Transpose() / MathF.Sqrt(Q.ColumnCount)) * V;",
            "=> MyRowSoftmax(Q / MathF.Sqrt(K.ColumnCount) * K.Transpose()) * V;",
            "=> MyRowSoftmax((Q * K.Transpose()).Map(s => s * (float)Math.Pow(K.ColumnCount, -0.5))) * V;",
            "=> Matrix<float>.Build.DenseOfRowVectors(Q.EnumerateRows().Select(q => V.Transpose() * Vector<float>.Build"
                + ".Dense(MySoftmax((K * q / MathF.Sqrt(q.Count)).ToArray()))));",
            "=> (V.Transpose() * MyRowSoftmax(Q.TransposeAndMultiply(K) / MathF.Sqrt(K.ColumnCount)).Transpose())"
                + ".Transpose();"),
        .. To("ScoreVariance", "double MyVariance(int d, double varQ, double varK)",
            "{ double sum = 0; for (int i = 0; i < d; i++) sum += varQ * varK; return sum; }",
            "=> Math.Exp(Math.Log(d) + Math.Log(varQ) + Math.Log(varK));",
            "=> (double)((decimal)varQ * (decimal)varK * d);"),
        .. To("BugHunt", BugHead,
            "{ int d = X.ColumnCount / heads; var Z = X * 0; for (int h = heads - 1; h >= 0; h--) { var q = X * "
                + "WQ.SubMatrix(0, X.ColumnCount, h * d, d); var k = X * WK.SubMatrix(0, X.ColumnCount, h * d, d); "
                + "var v = X * WV.SubMatrix(0, X.ColumnCount, h * d, d); Z.SetSubMatrix(0, h * d, MyAttention(q, k, "
                + "v)); } return Z; }",
            "{ int d = X.ColumnCount / heads; (Matrix<float> Q, Matrix<float> K, Matrix<float> V) = (X * WQ, X * WK, "
                + "X * WV); return Matrix<float>.Build.DenseOfColumnVectors(Enumerable.Range(0, heads).SelectMany(h => "
                + "MyAttention(Q.SubMatrix(0, Q.RowCount, h * d, d), K.SubMatrix(0, K.RowCount, h * d, d), "
                + "V.SubMatrix(0, V.RowCount, h * d, d)).EnumerateColumns())); }"),
        .. To("CausalMask", "bool[,] MyCausal(int n)",
            "{ var m = new bool[n, n]; for (int i = n - 1; i >= 0; i--) for (int j = i; j >= 0; j--) m[i, j] = true; "
                + "return m; }",
            "{ var m = new bool[n, n]; foreach (int i in Enumerable.Range(0, n)) foreach (int j in "
                + "Enumerable.Range(0, n)) m[i, j] = !(j > i); return m; }",
            "{ var m = new bool[n, n]; int i = 0; while (i < n) { int j = 0; do { m[i, j] = true; j++; } while (j <= "
                + "i); i++; } return m; }"),
        .. To("PaddingMask", "bool[,,] MyPadding(int[] lengths, int n)",
            "{ var m = new bool[lengths.Length, n, n]; for (int k = 0; k < m.Length; k++) m[k / (n * n), k / n % n, "
                + "k % n] = k % n < lengths[k / (n * n)]; return m; }",
            "{ var m = new bool[lengths.Length, n, n]; for (int s = 0; s < lengths.Length; s++) for (int j = 0; j < "
                + "n; j++) for (int i = n - 1; i >= 0; i--) m[s, i, j] = !(j >= lengths[s]); return m; }"),
        .. To("MaskedWeights", "Matrix<float> MyMaskedWeights(Matrix<float> S, int length)",
            "=> length == 0 ? S * 0 : MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s : "
                + "float.MinValue));",
            "=> MyRowSoftmax(S.MapIndexed((i, j, s) => j <= i && j < length ? s : float.NegativeInfinity))"
                + ".Map(a => float.IsNaN(a) ? 0 : a);",
            "{ var A = S * 0; for (int i = S.RowCount - 1; i >= 0; i--) { var seen = Enumerable.Range(0, Math.Min(i "
                + "+ 1, length)).Select(j => S[i, j]).ToArray(); if (seen.Length > 0) { var a = MySoftmax(seen); for "
                + "(int j = 0; j < a.Length; j++) A[i, j] = a[j]; } } return A; }",
            "{ var B = Matrix<float>.Build.Dense(S.RowCount, S.RowCount, (i, j) => j <= i && j < length ? 0 "
                + ": float.NegativeInfinity); return length < 1 ? B.Map(_ => 0f) : MyRowSoftmax(S + B); }"),
        .. To("LeakTest", "bool MyLeakTest(Func<Matrix<float>, Matrix<float>> layer, Matrix<float> X)",
            Changed("Y.SetRow(t, X.Row(t) * 0);"),
            Changed("Y.SetRow(t, X.Row(t) * -3);"),
            Changed("Y.SetRow(t, X.Row(t) + 1e-3f);"),
            Changed("if (t > 0) Y.SetRow(t, X.Row(t - 1));"),
            Changed("for (int f = 0; f < X.ColumnCount; f++) Y[t, f] = X[t, f] + f + 1;"),
            "{ for (int i = 0; i < X.RowCount - 1; i++) { var Y = X.Clone(); for (int t = i + 1; t < X.RowCount; t++) "
                + "Y.SetRow(t, X.Row(t) + t); if ((layer(Y).Row(i) - layer(X).Row(i)).L2Norm() > 1e-7) return true; } "
                + "return false; }"),
        .. To("SplitHeads", "Matrix<float>[] MySplit(Matrix<float> X, int heads)",
            "{ int w = X.ColumnCount / heads; var z = new Matrix<float>[heads]; for (int h = heads - 1; h >= 0; h--) "
                + "z[h] = Matrix<float>.Build.Dense(X.RowCount, w, (i, j) => X[i, h * w + j]); return z; }",
            "=> X.EnumerateColumns().Chunk(X.ColumnCount / heads).Select(c => "
                + "Matrix<float>.Build.DenseOfColumnVectors(c))"
                + ".ToArray();"),
        .. To("MergeHeads", "Matrix<float> MyMerge(Matrix<float>[] Z)",
            "=> Matrix<float>.Build.DenseOfColumnVectors(Z.SelectMany(head => head.EnumerateColumns()));",
            "{ var M = Z[^1]; for (int h = Z.Length - 2; h >= 0; h--) M = Z[h].Append(M); return M.Clone(); }",
            "=> Z.Select(head => head.Transpose()).Aggregate((a, b) => a.Stack(b)).Transpose();"),
        .. To("CountParameters", "int MyCount(int dModel, int heads, int dK, int dV)",
            "=> 2 * dModel * heads * (dK + dV);",
            "{ int n = 0; for (int h = 0; h < heads; h++) { n += dModel * dK; n += dModel * dK; n += dModel * dV; "
                + "n += dV * dModel; } return n; }",
            "=> (int)((long)dModel * heads * dK * 2 + (long)dModel * heads * dV * 2);"),
        .. To("CrossAttention", CrossHead,
            "=> MyAttention(X * WQ, C * WK, C * WV);",
            "=> MyRowSoftmax(X * (WQ * WK.Transpose()) * C.Transpose() / MathF.Sqrt(WQ.ColumnCount)) * C * WV;"),
        .. To("WholeLayer", LayerHead,
            "{ var parts = new List<Matrix<float>>(); var Q = MySplit(X * WQ, heads); var K = MySplit(X * WK, heads); "
                + "var V = MySplit(X * WV, heads); for (int h = 0; h < heads; h++) parts.Add(MyRowSoftmax(Q[h] * "
                + "K[h].Transpose() / MathF.Sqrt(K[h].ColumnCount) + B) * V[h]); return MyMerge(parts.ToArray()) * "
                + "WO; }",
            "{ int v = WV.ColumnCount / heads; var Q = MySplit(X * WQ, heads); var K = MySplit(X * WK, heads); var V "
                + "= MySplit(X * WV, heads); Matrix<float> sum = null; for (int h = heads - 1; h >= 0; h--) { var z "
                + "= MyRowSoftmax(Q[h] * K[h].Transpose() / MathF.Sqrt(Q[h].ColumnCount) + B) * V[h] * "
                + "WO.SubMatrix(h * v, v, 0, WO.ColumnCount); sum = sum == null ? z : sum + z; } return sum; }"),
        .. To("OnlineSoftmax", StepHead,
            "{ if (score == float.NegativeInfinity) return (state.Max, state.Sum, state.Output.ToArray()); double m = "
                + "Math.Max(state.Max, score), k = Math.Exp(state.Max - m), w = Math.Exp(score - m); return ((float)m, "
                + "(float)(k * state.Sum + w), state.Output.Select((o, f) => (float)(k * o + w * "
                + "value[f])).ToArray()); }",
            "{ if (state.Max == float.NegativeInfinity && score == float.NegativeInfinity) return state; float m = "
                + "MathF.Max(state.Max, score), k = MathF.Exp(state.Max - m), w = MathF.Exp(score - m); var o = new "
                + "float[value.Length]; for (int f = o.Length - 1; f >= 0; f--) o[f] = k * state.Output[f] + w * "
                + "value[f]; return (m, k * state.Sum + w, o); }"),
        .. To("MemoryBound", "bool MyMemoryBound(double flops, double bytes, double peakFlops, double peakBytes)",
            "=> bytes * peakFlops > flops * peakBytes;",
            "=> flops / bytes < peakFlops / peakBytes;",
            "=> TimeSpan.FromSeconds(0).TotalSeconds + bytes / peakBytes - flops / peakFlops > 0;"),
        .. To("LeavesTheCache", "int MyFirstTooLarge(int cacheBytes)",
            "=> (int)Math.Sqrt(cacheBytes / 4) + 1;",
            "=> (int)(Math.Sqrt(cacheBytes) / 2) + 1;",
            "=> Enumerable.Range(1, 50_000).First(n => 4L * n * n > cacheBytes);",
            "{ int n = 40_000; while (n > 1 && 4L * (n - 1) * (n - 1) > cacheBytes) n--; return n; }"),
        .. To("MergeBlocks", "(float Max, float Sum, float[] Output) MyMerge("
            + "(float Max, float Sum, float[] Output) a, (float Max, float Sum, float[] Output) b)",
            "{ if (b.Sum == 0) return a; if (a.Sum == 0) return b; if (a.Max < b.Max) (a, b) = (b, a); "
                + "float k = MathF.Exp(b.Max - a.Max); "
                + "return (a.Max, a.Sum + k * b.Sum, a.Output.Zip(b.Output, (x, y) => x + k * y).ToArray()); }",
            "{ float m = Math.Max(a.Max, b.Max); double p = a.Sum == 0 ? 0 : Math.Exp(a.Max - m), "
                + "q = b.Sum == 0 ? 0 : Math.Exp(b.Max - m); var o = new float[a.Output.Length]; "
                + "for (int f = 0; f < o.Length; f++) o[f] = (float)(p * a.Output[f] + q * b.Output[f]); "
                + "return (m, (float)(p * a.Sum + q * b.Sum), o); }"),
        .. To("KeyHead", "int MyKeyHead(int h, int queryHeads, int keyHeads)",
            "=> h * keyHeads / queryHeads;",
            "=> (int)Math.Floor((double)h * keyHeads / queryHeads);",
            "{ int group = queryHeads / keyHeads, head = 0; while (h >= group) { h -= group; head++; } return head; }"),
        .. To("FlashHead", "Matrix<float> MyFlash(Matrix<float> Q, Matrix<float>[] K, Matrix<float>[] V)",
            "=> MyAttention(Q, K.Aggregate((upper, lower) => upper.Stack(lower)), "
                + "V.Aggregate((upper, lower) => upper.Stack(lower)));",
            "{ var Z = Matrix<float>.Build.Dense(Q.RowCount, V[0].ColumnCount); for (int i = 0; i < Q.RowCount; i++) { "
                + "var state = (float.NegativeInfinity, 0f, new float[V[0].ColumnCount]); "
                + "for (int b = K.Length - 1; b >= 0; b--) for (int j = 0; j < K[b].RowCount; j++) state = MyStep(state, "
                + "Q.Row(i) * K[b].Row(j) / MathF.Sqrt(Q.ColumnCount), V[b].Row(j).ToArray()); "
                + "for (int f = 0; f < Z.ColumnCount; f++) Z[i, f] = state.Item3[f] / state.Item2; } return Z; }"),
        .. To("DecodingStep", "(Matrix<float> Keys, Matrix<float> Values, float[] Output) MyDecode("
            + "Matrix<float> keys, Matrix<float> values, float[] q, float[] k, float[] v)",
            "{ var K = keys.Stack(Matrix<float>.Build.Dense(1, k.Length, k)); "
                + "var V = values.Stack(Matrix<float>.Build.Dense(1, v.Length, v)); "
                + "return (K, V, MyAttention(Matrix<float>.Build.Dense(1, q.Length, q), K, V).Row(0).ToArray()); }",
            "{ int n = keys.RowCount; var K = Matrix<float>.Build.Dense(n + 1, k.Length, (i, f) => i < n ? keys[i, f] : "
                + "k[f]); var V = Matrix<float>.Build.Dense(n + 1, v.Length, (i, f) => i < n ? values[i, f] : v[f]); "
                + "var w = new double[n + 1]; for (int i = 0; i <= n; i++) for (int f = 0; f < q.Length; f++) "
                + "w[i] += K[i, f] * q[f] / Math.Sqrt(k.Length); double m = w.Max(), sum = w.Sum(x => Math.Exp(x - m)); "
                + "var output = new float[v.Length]; for (int f = 0; f < v.Length; f++) for (int i = 0; i <= n; i++) "
                + "output[f] += (float)(Math.Exp(w[i] - m) / sum * V[i, f]); return (K, V, output); }"),
        .. To("PositionWaves", "float[] MyWaves(int p, int d)",
            "=> Enumerable.Range(0, d).Select(f => (float)Math.Sin(p / Math.Pow(10000, (f - f % 2) / (double)d) "
                + "+ f % 2 * Math.PI / 2)).ToArray();",
            "{ var waves = new float[d]; for (int pair = d / 2 - 1; pair >= 0; pair--) { var (sin, cos) = "
                + "Math.SinCos(p * Math.Exp(-2.0 * pair / d * Math.Log(10000))); waves[2 * pair] = (float)sin; "
                + "waves[2 * pair + 1] = (float)cos; } return waves; }"),
        .. To("RotaryTurn", "float[] MyTurn(float[] x, int p)",
            "=> x.Select((value, f) => { double angle = p * Math.Pow(10000, -(f - f % 2) / (double)x.Length); return "
                + "(float)(f % 2 == 0 ? value * Math.Cos(angle) - x[f + 1] * Math.Sin(angle) : x[f - 1] * "
                + "Math.Sin(angle) + value * Math.Cos(angle)); }).ToArray();",
            "{ var turned = (float[])x.Clone(); for (int f = 0; f < x.Length; f += 2) { var z = new "
                + "System.Numerics.Complex(x[f], x[f + 1]) * System.Numerics.Complex.FromPolarCoordinates(1, p / "
                + "Math.Pow(10000, (double)f / x.Length)); turned[f] = (float)z.Real; turned[f + 1] = "
                + "(float)z.Imaginary; } return turned; }"),
        .. To("DistancePenalty", "Matrix<float> MyPenalty(int n, float slope)",
            "{ var b = Matrix<float>.Build.Dense(n, n, float.NegativeInfinity); for (int i = n - 1; i >= 0; i--) for "
                + "(int j = 0; j <= i; j++) b[i, j] = (j - i) * slope; return b; }",
            "=> Matrix<float>.Build.Dense(n, n, (i, j) => i < j ? -1f / 0 : -slope * (i - j));"),
        .. To("PreviousTokenHead", "int MyPreviousHead(Matrix<float>[] maps)",
            "=> Enumerable.Range(0, maps.Length).MaxBy(h => Enumerable.Range(1, maps[h].RowCount - 1)"
                + ".Average(i => maps[h][i, i - 1]));",
            "=> maps.Select((A, h) => (h, A.SubMatrix(1, A.RowCount - 1, 0, A.RowCount - 1).Diagonal().Sum()))"
                + ".OrderByDescending(one => one.Item2).First().h;"),
        .. To("PronounRank", "int MyRank(float[] weights, int pronoun, int antecedent)",
            "=> weights[1..^1].Where((w, i) => i + 1 != pronoun).OrderByDescending(w => w).ToList()"
                + ".IndexOf(weights[antecedent]) + 1;",
            "{ float own = weights[antecedent]; int ahead = 0; for (int i = weights.Length - 2; i >= 1; i--) "
                + "ahead += i == pronoun || weights[i] <= own ? 0 : 1; return ahead + 1; }"),
        .. To("WithoutHead", "Matrix<float> MyWithout(Matrix<float> Y, Matrix<float> Z, Matrix<float> WO, int h)",
            "{ Matrix<float> all = Matrix<float>.Build.Dense(Z.RowCount, WO.RowCount); "
                + "all.SetSubMatrix(0, h * Z.ColumnCount, Z); return Y - all * WO; }",
            "=> Enumerable.Range(0, Z.ColumnCount).Aggregate(Y, (rest, f) => "
                + "rest - Z.Column(f).OuterProduct(WO.Row(h * Z.ColumnCount + f)));"),
    ];

    private static IEnumerable<(string Exercise, string Code)> To(string exercise, string head, params string[] bodies)
        => bodies.Select(body => (exercise, $"{head} {body}"));

    private static string Changed(string change) => $$"""
        {
            Matrix<float> before = layer(X);
            for (int t = X.RowCount - 1; t > 0; t--)
            {
                Matrix<float> Y = X.Clone();
                {{change}}
                Matrix<float> after = layer(Y);
                for (int i = 0; i < t; i++)
                    if (!after.Row(i).Equals(before.Row(i))) return true;
            }
            return false;
        }
        """;
}
