namespace Attention.Lib.Internal;

/// <summary>The weights of one role, and their packed form where the layer has it.</summary>
internal readonly record struct ProjectionWeights(ReadOnlyMatrixView Matrix, PackedMatrix? PackedForm = null)
{
    public ProjectionWeights Pack() => this with { PackedForm = new(Matrix) };

    /// <summary>Computes <c>result = x W</c>.</summary>
    public void Multiply(in ReadOnlyMatrixView x, in MatrixView result, in AttentionOptions options)
    {
        if (PackedForm is null)
        {
            MatMul.Compute(x, Matrix, result, options.Threads, options.Cancellation);
        }
        else
        {
            MatMul.ComputePacked(x, PackedForm, result, options.Threads, options.Cancellation);
        }
    }
}
