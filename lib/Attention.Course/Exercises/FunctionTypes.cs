// The types of the functions that learners write, where a name is shorter than the type.
// 6.4: (X, C, WQ, WK, WV) → Z
global using Cross = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
// 7.7: (keys, values, q, k, v) → (keys, values, output)
global using Decode = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    float[],
    float[],
    float[],
    (
        MathNet.Numerics.LinearAlgebra.Matrix<float> Keys,
        MathNet.Numerics.LinearAlgebra.Matrix<float> Values,
        float[] Output
    )
>;
// 7.6: (Q, blocks of K, blocks of V) → Z
global using Flash = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>[],
    MathNet.Numerics.LinearAlgebra.Matrix<float>[],
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
// 6.5: (X, WQ, WK, WV, WO, heads, B) → Y
global using Layer = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    int,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
// 5.4: (layer, X) → whether it leaks
global using LeakTester = System.Func<
    System.Func<MathNet.Numerics.LinearAlgebra.Matrix<float>, MathNet.Numerics.LinearAlgebra.Matrix<float>>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    bool
>;
// 5.3: (S, length) → A
global using MaskedWeighting = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    int,
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
// 7.4: (state, state) → state
global using Merger = System.Func<
    (float Max, float Sum, float[] Output),
    (float Max, float Sum, float[] Output),
    (float Max, float Sum, float[] Output)
>;
// 7.1: (state, score, value) → state
global using OnlineStep = System.Func<
    (float Max, float Sum, float[] Output),
    float,
    float[],
    (float Max, float Sum, float[] Output)
>;
// 4.3: (X, WQ, WK, WV, heads) → Z
global using SelfAttention = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    int,
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
// 5.4: a layer, words in, words out
global using Words = System.Func<
    MathNet.Numerics.LinearAlgebra.Matrix<float>,
    MathNet.Numerics.LinearAlgebra.Matrix<float>
>;
