namespace Attention.Display;

/// <summary>A step of attention, in the order in which the steps are computed.</summary>
public enum FlowStep
{
    /// <summary>X: the words, one per row.</summary>
    Words,

    /// <summary>Q, K, V: the words times three matrices.</summary>
    Projections,

    /// <summary>S = Q·Kᵀ: every query with every key.</summary>
    Scores,

    /// <summary>The scores divided by √d_k.</summary>
    Scaled,

    /// <summary>The scores, with −∞ where a key is hidden.</summary>
    Masked,

    /// <summary>A = softmax(S): each row becomes shares.</summary>
    Weights,

    /// <summary>Z = A·V: the values, blended by the shares.</summary>
    Result,
}
