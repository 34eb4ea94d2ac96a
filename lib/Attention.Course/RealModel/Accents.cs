using System.Text;

namespace Attention.Course.RealModel;

/// <summary>
/// Letters without their accents, as <c>string.Normalize</c> would decompose them. It does nothing where .NET runs
/// without the data of ICU, and the course does.
/// </summary>
/// <remarks>
/// Made from the canonical decompositions of Unicode 14: Latin, Greek, Cyrillic and kana, and by its rule Hangul. Other
/// scripts keep their composed letters.
/// </remarks>
internal static class Accents
{
    /// <summary>
    /// Groups: a letter, then all small letters that are this one with accents. İ has no small letter without ICU.
    /// </summary>
    private const string Groups = """
        aàáâãäåāăąǎǟǡǻȁȃȧḁạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ
        hĥȟḣḥḧḩḫẖ iìíîïĩīĭįǐȉȋḭḯỉịİ jĵǰ kķǩḱḳḵ lĺļľḷḹḻḽ mḿṁṃ nñńņňǹṅṇṉṋ
        oòóôõöōŏőơǒǫǭȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťțṫṭṯṱẗ
        uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ æǣǽ øǿ ſẛ ʒǯ
        αάἀἁἂἃἄἅἆἇὰάᾀᾁᾂᾃᾄᾅᾆᾇᾰᾱᾲᾳᾴᾶᾷ εέἐἑἒἓἔἕὲέ ηήἠἡἢἣἤἥἦἧὴήᾐᾑᾒᾓᾔᾕᾖᾗῂῃῄῆῇ ιΐίϊἰἱἲἳἴἵἶἷὶίιῐῑῒΐῖῗ
        οόὀὁὂὃὄὅὸό ρῤῥ υΰϋύὐὑὒὓὔὕὖὗὺύῠῡῢΰῦῧ ωώὠὡὢὣὤὥὦὧὼώᾠᾡᾢᾣᾤᾥᾦᾧῲῳῴῶῷ аӑӓ гѓ еѐёӗ жӂӝ зӟ ийѝӣӥ кќ оӧ
        уўӯӱӳ чӵ ыӹ эӭ ії ѵѷ әӛ өӫ うゔ かが きぎ くぐ けげ こご さざ しじ すず せぜ そぞ ただ ちぢ つづ てで とど はばぱ ひびぴ ふぶぷ へべぺ ほぼぽ
        ウヴ カガ キギ クグ ケゲ コゴ サザ シジ スズ セゼ ソゾ タダ チヂ ツヅ テデ トド ハバパ ヒビピ フブプ ヘベペ ホボポ ワヷ ヰヸ ヱヹ ヲヺ
        """;

    private const int FirstHangul = 0xAC00, LastHangul = 0xD7A3;
    private const int Leading = 0x1100, Vowels = 0x1161, Trailing = 0x11A7;
    private const int VowelCount = 21, TrailingCount = 28;

    private static readonly Dictionary<char, char> s_letters = Groups.Split([' ', '\n', '\r'])
        .SelectMany(group => group.Skip(1).Select(accented => (accented, letter: group[0])))
        .ToDictionary(pair => pair.accented, pair => pair.letter);

    /// <summary>Appends a small letter without its accents; an accent by itself appends nothing.</summary>
    public static void AppendWithout(StringBuilder text, Rune rune)
    {
        if (rune.Value is >= FirstHangul and <= LastHangul)
        {
            int syllable = rune.Value - FirstHangul, trailing = syllable % TrailingCount;
            text.Append((char)(Leading + syllable / (VowelCount * TrailingCount)));
            text.Append((char)(Vowels + syllable / TrailingCount % VowelCount));
            text.Append(trailing == 0 ? "" : ((char)(Trailing + trailing)).ToString());
        }
        else if (rune.IsBmp && s_letters.TryGetValue((char)rune.Value, out char letter))
        {
            text.Append(letter);
        }
        else if (Rune.GetUnicodeCategory(rune) != System.Globalization.UnicodeCategory.NonSpacingMark)
        {
            text.Append(rune);
        }
    }
}
