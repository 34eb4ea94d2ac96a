namespace Attention.NotebookRunner.Host;

/// <summary>What a kernel is started for.</summary>
/// <param name="KeepsRecord">Whether a learner runs the cells, whose progress is recorded.</param>
/// <param name="MeasuresTime">Whether cells may measure how long they take. Otherwise the JIT may leave code as it is
/// first compiled, which saves most of its work: a notebook is short.</param>
internal readonly record struct KernelUse(bool KeepsRecord, bool MeasuresTime);
