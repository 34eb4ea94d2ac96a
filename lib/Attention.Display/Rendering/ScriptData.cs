using System.Text.Json.Nodes;

namespace Attention.Display.Rendering;

/// <summary>Numbers and names for a script of a page.</summary>
internal static class ScriptData
{
    public static JsonArray Of(Labels names) => new([.. names.Select(name => JsonValue.Create(name.OneLine()))]);

    public static JsonArray Of(IEnumerable<double> values) =>
        new([.. values.Select(value => JsonValue.Create(Number.Round(value)))]);

    public static JsonArray Of(MatrixValues matrix) => new([.. Enumerable.Range(0, matrix.Rows).Select(i =>
        Of(Enumerable.Range(0, matrix.Columns).Select(j => matrix[i, j])))]);
}
