namespace Attention.Course.RealModel;

/// <summary>Plain sentences to measure the model with, written before any was measured.</summary>
public static class EverydayTexts
{
    /// <summary>
    /// Twenty pairs: two sentences that say nearly the same in other words, each pair about something else.
    /// </summary>
    public static IReadOnlyList<(string One, string Other)> SameMeaning { get; } =
    [
        ("The old man found a key in the garden.", "An elderly gentleman discovered a key outside his house."),
        ("My sister cooked dinner for the whole family.", "My sister made the evening meal for all of us."),
        ("The train to Berlin leaves at nine in the morning.", "At nine o'clock there is a train to Berlin."),
        ("It has been raining since yesterday.", "The rain has not stopped since the day before."),
        ("The teacher told the children a story.", "A tale was told to the pupils by their teacher."),
        ("I forgot my umbrella at the office.", "My umbrella is still at work."),
        ("The doctor said that I should sleep more.", "My physician advised me to get more rest."),
        ("Apples are very sweet this year.", "This year's apples taste full of sugar."),
        ("The small dog barked at the postman.", "The mail carrier was barked at by a little dog."),
        ("We bought a new car last week.", "Last week we got ourselves a new automobile."),
        ("The museum is closed on Mondays.", "You cannot visit the museum on a Monday."),
        ("She plays the piano every evening.", "Each night she practises on her piano."),
        ("The company lost a lot of money.", "The firm made heavy losses."),
        ("He repaired the broken window himself.", "He fixed the shattered window without any help."),
        ("The children are swimming in the lake.", "The kids are having a swim in the lake."),
        ("Coffee keeps me awake at night.", "If I drink coffee, I cannot fall asleep."),
        ("The mountain is covered with snow.", "There is snow all over the mountain."),
        ("They were married in a little church.", "Their wedding took place in a small chapel."),
        ("The computer stopped working again.", "Once more my machine has crashed."),
        ("The farmer sold his last cow.", "The last of his cattle was sold by the farmer."),
    ];

    /// <summary>All forty sentences.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. SameMeaning.SelectMany(pair => new[] { pair.One, pair.Other })];
}
