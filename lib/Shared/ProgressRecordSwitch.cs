namespace Attention.Shared;

/// <summary>The environment variable that says whether a learner's progress is recorded.</summary>
internal static class ProgressRecordSwitch
{
    public const string Variable = "ATTENTION_PROGRESS";

    /// <summary>Its value where a notebook runs without a learner.</summary>
    public const string Off = "off";
}
