namespace Attention.NotebookRunner.Host;

/// <summary>What a kernel is started for.</summary>
/// <param name="KeepsRecord">Whether a learner runs the cells, whose progress is recorded.</param>
/// <param name="MeasuresTime">Whether cells may measure how long they take. Otherwise the JIT compiles less code a
/// second time, which does not pay in the few seconds that a notebook runs.</param>
internal readonly record struct KernelUse(bool KeepsRecord, bool MeasuresTime);
