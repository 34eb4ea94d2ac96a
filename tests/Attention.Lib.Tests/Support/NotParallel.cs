namespace Attention.Lib.Tests;

/// <summary>
/// Tests that run beside no other test: those would rent the pooled arrays of which a test expects that they are free.
/// </summary>
[CollectionDefinition(nameof(NotParallel), DisableParallelization = true)]
public sealed class NotParallel;
