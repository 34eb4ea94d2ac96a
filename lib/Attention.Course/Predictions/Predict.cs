namespace Attention.Course;

/// <summary>
/// All predictions of the course, by name: <c>Predict.AppleSweet.Judge(guess, score)</c>. Guess first, then look: a
/// guess that turns out wrong teaches more than a result that was only read.
/// </summary>
public static class Predict
{
    /// <summary>Write it in place of a guess to be shown the answer: <c>Guess guess = Predict.Show;</c>.</summary>
    public static Guess Show => Guess.Shown;

    /// <summary>Every prediction in the order of the chapters.</summary>
    public static IReadOnlyList<Prediction> All { get; } =
    [
        AppleSweet, ScoreFactor, CosineFactor, LowestAngle, BestForApple, PlaceOfApple,
        EatApple, BestForEat, RowsPreferringAnother, PairsChanged, RowsAheadByCosine,
        ShareOfLn5, FirstOfTwo, OverflowedShare, ShareOfSweet, SumOfAllWeights, ShareAtLowTemperature,
        SweetnessOfBlend, RightOf400,
        AppleAsksSweet, RoundnessReceived, BestForSweetBefore, BestForSweetAfter, RightWithoutMatrix,
        EntropyWithoutScale, RightWithoutScale,
        ShareWithOneHidden, MostReadBefore, TwoApples, RightWithoutMask, TakenByPads, ShareWhenAllHidden,
        LeakedToFuture,
        CarriedHome, ColumnsSideBySide, OneHeadFixedRoles, OneHeadAnyRoles, WithoutHead1, EqualTwins,
        FlopsOfSentence, TokensWhereEqual, PercentOfPeak, FourSums, WidthThatGainsMost, PackedFaster, TilesFaster,
        OnlineOutput, VectorExponentialsFaster, MergedFaster,
        MemoryGrowth, CausalFaster, CoresFaster, CacheGrowth, GroupedFaster,
        BlendAfterExchange, WordsThatChange, DotOfPlaces, TurnedScore, ScoreAfterMove, OwnShare,
        BeforeWithoutPositions, ReverseByRotary, LongerByRotary,
        CosineOfMean, ChineseCosine, WithoutPlaces, ShareOfCls, OtherTemplates, Flips, AfterOneHead, FoundWithoutHeads,
    ];

    /// <summary>Chapter 1. What is apple · sweet, with apple = (3, 4, 0) and sweet = (4, 3, 0)?</summary>
    public static NumberPrediction AppleSweet => PredictionsOfChapter1.AppleSweet;

    /// <summary>
    /// Chapter 1. Very sweet is twice as long as sweet. By what factor does its score with apple grow?
    /// </summary>
    public static NumberPrediction ScoreFactor => PredictionsOfChapter1.ScoreFactor;

    /// <summary>
    /// Chapter 1. Very sweet is twice as long as sweet. By what factor does its cosine with apple grow?
    /// </summary>
    public static NumberPrediction CosineFactor => PredictionsOfChapter1.CosineFactor;

    /// <summary>Chapter 1. A key turns around a query. At which of the five angles is the score lowest?</summary>
    public static NumberPrediction LowestAngle => PredictionsOfChapter1.LowestAngle;

    /// <summary>Chapter 1. Apple asks the whole sentence. Who gets the highest score?</summary>
    public static WordPrediction BestForApple => PredictionsOfChapter1.BestForApple;

    /// <summary>Chapter 1. Apple asks all 32 words. In which place does apple itself come?</summary>
    public static NumberPrediction PlaceOfApple => PredictionsOfChapter1.PlaceOfApple;

    /// <summary>Chapter 2. How much does eat (0, 2) score with apple (3, 4)?</summary>
    public static NumberPrediction EatApple => PredictionsOfChapter2.EatApple;

    /// <summary>Chapter 2. Which of the three words gets the highest score when eat asks?</summary>
    public static WordPrediction BestForEat => PredictionsOfChapter2.BestForEat;

    /// <summary>
    /// Chapter 2. In how many of the 8 rows does the largest number stand elsewhere than on the diagonal?
    /// </summary>
    public static NumberPrediction RowsPreferringAnother => PredictionsOfChapter2.RowsPreferringAnother;

    /// <summary>
    /// Chapter 2. The words are shuffled. How many of the 64 pairs of query and key have another score now?
    /// </summary>
    public static NumberPrediction PairsChanged => PredictionsOfChapter2.PairsChanged;

    /// <summary>Chapter 2. In how many of the 8 rows of cosines is some other word ahead of the word itself?</summary>
    public static NumberPrediction RowsAheadByCosine => PredictionsOfChapter2.RowsAheadByCosine;

    /// <summary>Chapter 3. The scores are ln 1, ln 2 and ln 5. Which share does the third one get?</summary>
    public static NumberPrediction ShareOfLn5 => PredictionsOfChapter3.ShareOfLn5;

    /// <summary>Chapter 3. Two scores, 2 and 1. What does softmax give to the first, in percent?</summary>
    public static NumberPrediction FirstOfTwo => PredictionsOfChapter3.FirstOfTwo;

    /// <summary>
    /// Chapter 3. The scores are 100, 1 and 1. What does the formula give for the first share, in float?
    /// </summary>
    public static WordPrediction OverflowedShare => PredictionsOfChapter3.OverflowedShare;

    /// <summary>Chapter 3. Apple asks its sentence. What share goes to sweet, in percent?</summary>
    public static NumberPrediction ShareOfSweet => PredictionsOfChapter3.ShareOfSweet;

    /// <summary>Chapter 3. Add up all 64 weights. What is the sum?</summary>
    public static NumberPrediction SumOfAllWeights => PredictionsOfChapter3.SumOfAllWeights;

    /// <summary>Chapter 3. At T = 0.1, what share does sweet get from apple, in percent?</summary>
    public static NumberPrediction ShareAtLowTemperature => PredictionsOfChapter3.ShareAtLowTemperature;

    /// <summary>
    /// Chapter 3. The shares are 1/8, 2/8 and 5/8; I, apple and sweet have 0, 3 and 4 of sweet. How sweet is the
    /// blend?
    /// </summary>
    public static NumberPrediction SweetnessOfBlend => PredictionsOfChapter3.SweetnessOfBlend;

    /// <summary>Chapter 3. How many of the 400 sentences does very complete rightly by attention?</summary>
    public static NumberPrediction RightOf400 => PredictionsOfChapter3.RightOf400;

    /// <summary>Chapter 4. Sweet asks apple with the score 3. When apple asks sweet, what is the score?</summary>
    public static NumberPrediction AppleAsksSweet => PredictionsOfChapter4.AppleAsksSweet;

    /// <summary>Chapter 4. Apple hands over (2, 0, 1), sweet (0, 1, 1). How round is what sweet receives?</summary>
    public static NumberPrediction RoundnessReceived => PredictionsOfChapter4.RoundnessReceived;

    /// <summary>Chapter 4. With softmax(X·Xᵀ): whom does sweet ask most?</summary>
    public static WordPrediction BestForSweetBefore => PredictionsOfChapter4.BestForSweetBefore;

    /// <summary>Chapter 4. With softmax(Q·Kᵀ): whom does sweet ask most?</summary>
    public static WordPrediction BestForSweetAfter => PredictionsOfChapter4.BestForSweetAfter;

    /// <summary>
    /// Chapter 4. What percentage does the model without any matrix get right, as a mean over ten seeds?
    /// </summary>
    public static NumberPrediction RightWithoutMatrix => PredictionsOfChapter4.RightWithoutMatrix;

    /// <summary>Chapter 4. Sixteen random keys with d_k = 256, not scaled. What entropy is left, in nats?</summary>
    public static NumberPrediction EntropyWithoutScale => PredictionsOfChapter4.EntropyWithoutScale;

    /// <summary>
    /// Chapter 4. d_k = 256, not scaled: what percentage is right after training, as a mean over ten seeds?
    /// </summary>
    public static NumberPrediction RightWithoutScale => PredictionsOfChapter4.RightWithoutScale;

    /// <summary>
    /// Chapter 5. The shares were 1/8, 2/8 and 5/8. Sweet, the third, is hidden. What share does apple get?
    /// </summary>
    public static NumberPrediction ShareWithOneHidden => PredictionsOfChapter5.ShareWithOneHidden;

    /// <summary>
    /// Chapter 5. The first apple may read only itself and the words before it. Which word does it read most?
    /// </summary>
    public static WordPrediction MostReadBefore => PredictionsOfChapter5.MostReadBefore;

    /// <summary>Chapter 5. With the causal mask, are the rows of Z of the two apples the same or different?</summary>
    public static WordPrediction TwoApples => PredictionsOfChapter5.TwoApples;

    /// <summary>
    /// Chapter 5. Without a mask: how many of the next letters does the model name correctly, in percent?
    /// </summary>
    public static NumberPrediction RightWithoutMask => PredictionsOfChapter5.RightWithoutMask;

    /// <summary>
    /// Chapter 5. Five pads score 0 each. What percentage of the attention of apple goes to them together?
    /// </summary>
    public static NumberPrediction TakenByPads => PredictionsOfChapter5.TakenByPads;

    /// <summary>Chapter 5. Four keys, all hidden, all scores −1e20. What share does each get?</summary>
    public static NumberPrediction ShareWhenAllHidden => PredictionsOfChapter5.ShareWhenAllHidden;

    /// <summary>
    /// Chapter 5. Hidden scores are set to 0. What percentage does the first word give to the future?
    /// </summary>
    public static NumberPrediction LeakedToFuture => PredictionsOfChapter5.LeakedToFuture;

    /// <summary>
    /// Chapter 6. Eat hands over 4 with a share of ¼, sweet 8 with a share of ¾. What does apple carry home?
    /// </summary>
    public static NumberPrediction CarriedHome => PredictionsOfChapter6.CarriedHome;

    /// <summary>Chapter 6. Eight results of 2 × 3 are put side by side. How many columns has the result?</summary>
    public static NumberPrediction ColumnsSideBySide => PredictionsOfChapter6.ColumnsSideBySide;

    /// <summary>Chapter 6. Fixed roles: what percentage does one head of 16 get right?</summary>
    public static NumberPrediction OneHeadFixedRoles => PredictionsOfChapter6.OneHeadFixedRoles;

    /// <summary>
    /// Chapter 6. Any letter first, any other second: what percentage does the same head get right now?
    /// </summary>
    public static NumberPrediction OneHeadAnyRoles => PredictionsOfChapter6.OneHeadAnyRoles;

    /// <summary>
    /// Chapter 6. Head 1 looked at the second letter. Without it, what percentage is right, over both questions?
    /// </summary>
    public static NumberPrediction WithoutHead1 => PredictionsOfChapter6.WithoutHead1;

    /// <summary>
    /// Chapter 6. Two heads that start with the same numbers: what percentage do they get right, as a mean over ten
    /// seeds?
    /// </summary>
    public static NumberPrediction EqualTwins => PredictionsOfChapter6.EqualTwins;

    /// <summary>Chapter 7. How many flops does attention take with n = 8 words and one head of d = 6?</summary>
    public static NumberPrediction FlopsOfSentence => PredictionsOfChapter7.FlopsOfSentence;

    /// <summary>Chapter 7. With d_model = 512, at which n does attention cost as much as the projections?</summary>
    public static NumberPrediction TokensWhereEqual => PredictionsOfChapter7.TokensWhereEqual;

    /// <summary>Chapter 7. What percentage of this core's peak do plain loops reach: 50, 10, or about 1?</summary>
    public static NumberPrediction PercentOfPeak => PredictionsOfChapter7.PercentOfPeak;

    /// <summary>Chapter 7. How many times as fast as one sum will four sums be, for rows of d = 64?</summary>
    public static NumberPrediction FourSums => PredictionsOfChapter7.FourSums;

    /// <summary>Chapter 7. For which width of register does the curve of four sums rise highest?</summary>
    public static NumberPrediction WidthThatGainsMost => PredictionsOfChapter7.WidthThatGainsMost;

    /// <summary>Chapter 7. How many times faster than four sums is one query against packed keys?</summary>
    public static NumberPrediction PackedFaster => PredictionsOfChapter7.PackedFaster;

    /// <summary>Chapter 7. How many times faster than one query at a time is a tile of six?</summary>
    public static NumberPrediction TilesFaster => PredictionsOfChapter7.TilesFaster;

    /// <summary>Chapter 7. The shares are 1/8, 2/8 and 5/8, the values 80, 40 and 16. What is the output?</summary>
    public static NumberPrediction OnlineOutput => PredictionsOfChapter7.OnlineOutput;

    /// <summary>
    /// Chapter 7. Both products are near the peak. How many times faster does eˣ by whole registers make attention?
    /// </summary>
    public static NumberPrediction VectorExponentialsFaster => PredictionsOfChapter7.VectorExponentialsFaster;

    /// <summary>Chapter 7. n × n is never stored any more. How many times faster is that, at this n?</summary>
    public static NumberPrediction MergedFaster => PredictionsOfChapter7.MergedFaster;

    /// <summary>
    /// Chapter 7. The number of words n doubles. By what factor does the memory of flash attention grow?
    /// </summary>
    public static NumberPrediction MemoryGrowth => PredictionsOfChapter7.MemoryGrowth;

    /// <summary>Chapter 7. How many times faster is causal attention than full attention?</summary>
    public static NumberPrediction CausalFaster => PredictionsOfChapter7.CausalFaster;

    /// <summary>Chapter 7. How many times faster are all your cores than one?</summary>
    public static NumberPrediction CoresFaster => PredictionsOfChapter7.CoresFaster;

    /// <summary>
    /// Chapter 7. The number of words n doubles. By what factor does the time of one more word grow with a cache?
    /// </summary>
    public static NumberPrediction CacheGrowth => PredictionsOfChapter7.CacheGrowth;

    /// <summary>Chapter 7. A quarter of the bytes, the same flops. How many times faster?</summary>
    public static NumberPrediction GroupedFaster => PredictionsOfChapter7.GroupedFaster;

    /// <summary>Chapter 8. I and apple change places. What does eat receive now?</summary>
    public static NumberPrediction BlendAfterExchange => PredictionsOfChapter8.BlendAfterExchange;

    /// <summary>Chapter 8. The eight words are shuffled. How many of them receive something else than before?</summary>
    public static NumberPrediction WordsThatChange => PredictionsOfChapter8.WordsThatChange;

    /// <summary>Chapter 8. What is the dot product of the vectors of places 23 and 25?</summary>
    public static NumberPrediction DotOfPlaces => PredictionsOfChapter8.DotOfPlaces;

    /// <summary>Chapter 8. q stands at place 3, k at place 1. What is q·k after the turns?</summary>
    public static NumberPrediction TurnedScore => PredictionsOfChapter8.TurnedScore;

    /// <summary>
    /// Chapter 8. Query and key both move on by 100 places. Is their score higher, lower or the same?
    /// </summary>
    public static WordPrediction ScoreAfterMove => PredictionsOfChapter8.ScoreAfterMove;

    /// <summary>Chapter 8. Each place of distance costs ln 2. What share does the third word give to itself?</summary>
    public static NumberPrediction OwnShare => PredictionsOfChapter8.OwnShare;

    /// <summary>Chapter 8. Without positions: what percentage of the letters before is right?</summary>
    public static NumberPrediction BeforeWithoutPositions => PredictionsOfChapter8.BeforeWithoutPositions;

    /// <summary>Chapter 8. With rotary positions: what percentage of the reversed letters is right?</summary>
    public static NumberPrediction ReverseByRotary => PredictionsOfChapter8.ReverseByRotary;

    /// <summary>Chapter 8. Trained on 8 letters, rotary, tested on 64: what percentage is right?</summary>
    public static NumberPrediction LongerByRotary => PredictionsOfChapter8.LongerByRotary;

    /// <summary>Chapter 9. What is the cosine of the mean of (3, 0) and (0, 4) with (1, 0)?</summary>
    public static NumberPrediction CosineOfMean => PredictionsOfChapter9.CosineOfMean;

    /// <summary>Chapter 9. What cosine does this model give two Chinese texts?</summary>
    public static NumberPrediction ChineseCosine => PredictionsOfChapter9.ChineseCosine;

    /// <summary>Chapter 9. Without positions: the cosine of "dog bites man" and "man bites dog"?</summary>
    public static NumberPrediction WithoutPlaces => PredictionsOfChapter9.WithoutPlaces;

    /// <summary>Chapter 9. What percentage of all attention in layers 1 to 4 goes to [CLS]?</summary>
    public static NumberPrediction ShareOfCls => PredictionsOfChapter9.ShareOfCls;

    /// <summary>Chapter 9. In what percentage of the other sentences does the chosen head rank it first?</summary>
    public static NumberPrediction OtherTemplates => PredictionsOfChapter9.OtherTemplates;

    /// <summary>Chapter 9. In how many of twelve pairs does the head prefer the right noun both times?</summary>
    public static NumberPrediction Flips => PredictionsOfChapter9.Flips;

    /// <summary>Chapter 9. One head is left out: the cosine of a text's vector with that of before?</summary>
    public static NumberPrediction AfterOneHead => PredictionsOfChapter9.AfterOneHead;

    /// <summary>Chapter 9. All heads are left out: for how many of 20 texts is the nearest one still right?</summary>
    public static NumberPrediction FoundWithoutHeads => PredictionsOfChapter9.FoundWithoutHeads;
}
