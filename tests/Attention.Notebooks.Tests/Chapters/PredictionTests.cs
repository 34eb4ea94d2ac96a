using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Attention.NotebookRunner.Documents;

namespace Attention.Notebooks.Tests;

/// <summary>Guess first: how chapters ask, and that no answer stands just below its question.</summary>
public class PredictionTests
{
    private const string Form = "application/vnd.attention.prediction+json";

    public static TheoryData<string> Chapter => Chapters.Names;

    [Theory]
    [MemberData(nameof(Chapter))]
    public void A_cell_is_tagged_prediction_exactly_when_it_asks_for_a_guess(string name)
    {
        Cell[] asking = [.. Chapters.Read(name).Code().Where(c => Regex.IsMatch(c.Source, @"\bPredict\.\w+\.Judge\("))];
        Assert.NotEmpty(asking);
        Assert.Equal(asking.Select(c => c.Id), Chapters.Read(name).Cells.Where(c => c.Has("prediction")).Select(c => c.Id));
        Assert.All(asking, c => Assert.Matches("^Guess [^;]*= null[,;]", c.Source));
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void A_committed_prediction_shows_its_question_and_nothing_else(string name) =>
        Assert.All(Chapters.Read(name).Cells.Where(c => c.Has("prediction")), cell =>
        {
            Assert.Equal(Regex.Count(cell.Source, @"\.Judge\("), cell.Outputs.Count);
            Assert.All(cell.Outputs, output =>
            {
                JsonNode data = output!["data"]!;
                string question = (string)data[Form]!["question"]!, plain = Cell.Joined(data["text/plain"])!;
                Assert.StartsWith($"Guess first: {question}\nWrite ", plain);
                Assert.EndsWith("To be shown the answer, write Predict.Show.", plain);
                Assert.DoesNotContain((string)data[Form]!["right"]!["reason"]!, plain + Cell.Joined(data["text/html"]));
            });
        });

    [Theory]
    [MemberData(nameof(Chapter))]
    public void Cells_that_give_an_answer_away_follow_their_question_and_hold_no_heading_and_no_question(string name)
    {
        Cell[] cells = [.. Chapters.Read(name).Cells];
        Assert.All(cells.Index().Where(c => c.Item.Has("prediction")), c =>
            Assert.True(cells[c.Index + 1].Has("answer"), $"{c.Item.Id} has no answer below it")
        );
        Assert.All(cells.Index().Where(c => c.Item.Has("answer")), c =>
        {
            Cell above = cells[c.Index - 1];
            Assert.True(above.Has("answer") || above.Has("prediction"), $"{c.Item.Id} answers no question");
            Assert.DoesNotMatch(@"(?m)^#+ |\*\*Predict\.\*\*|\bPredict\.", c.Item.Type == "markdown" ? c.Item.Source : "");
            Assert.DoesNotContain("Predict.", c.Item.Source);
        });
    }

    [Theory]
    [MemberData(nameof(Chapter))]
    public void Each_question_has_one_to_three_typical_wrong_guesses_none_right_and_no_two_the_same(string name) =>
        Assert.All(Questions(name), question =>
        {
            JsonNode[] wrong = [.. question["wrong"]!.AsArray().Select(guess => guess!)];
            Assert.InRange(wrong.Length, 1, 3);
            JsonNode[] all = [question["right"]!, .. wrong];
            for (int i = 0; i < all.Length; i++)
            {
                Assert.NotEqual("", (string)all[i]["reason"]!);
                Assert.All(all[..i], other => Assert.False(
                    Overlap(other, all[i]), $"{question["name"]}: {other.ToJsonString()} and {all[i].ToJsonString()}"));
            }
        });

    [Fact]
    public void Every_question_is_asked_once()
    {
        string[] asked = [.. Chapters.Names.SelectMany(row => Questions(row.Data)).Select(q => (string)q["name"]!)];
        string[] known = [.. Regex.Matches(
            File.ReadAllText(Files.FullPath("lib/Attention.Course/Predictions/Predict.cs")), @"Prediction (\w+) =>")
            .Select(match => match.Groups[1].Value)];
        Assert.NotEmpty(known);
        Assert.Equal(known, asked);
    }

    private static IEnumerable<JsonNode> Questions(string name) => Chapters.Read(name).Cells
        .Where(c => c.Has("prediction")).SelectMany(c => c.Outputs).Select(output => output!["data"]![Form]!);

    private static bool Overlap(JsonNode one, JsonNode other)
    {
        if (one["from"] is not null && other["from"] is not null)
        {
            // A ratio that was too noisy to measure is written as "NaN" and overlaps with nothing.
            double Number(JsonNode guess, string end) =>
                double.Parse(guess[end]!.ToString(), CultureInfo.InvariantCulture);
            return Number(one, "from") <= Number(other, "to") && Number(other, "from") <= Number(one, "to");
        }
        string[] Words(JsonNode guess) => [.. guess["spellings"]!.AsArray().Select(word => (string)word!)];
        return Words(one).Intersect(Words(other), StringComparer.OrdinalIgnoreCase).Any();
    }
}
