namespace Attention.Lib;

/// <summary>
/// The four stages at which the scores of attention can be looked at, in order of computation.
/// </summary>
/// <remarks>The numbers are those of <c>qk_matmul_output_mode</c> of the ONNX operator Attention.</remarks>
public enum ScoreStage
{
    /// <summary><c>scale · Q Kᵀ</c>, of hidden keys too.</summary>
    Raw = 0,

    /// <summary>The raw scores, softly capped if the options say so.</summary>
    AfterSoftcap = 1,

    /// <summary>Biases added, hidden keys at −∞.</summary>
    AfterMask = 2,

    /// <summary>The softmax over the keys: what each query takes from each key. Hidden keys are exactly 0.</summary>
    Weights = 3,
}
