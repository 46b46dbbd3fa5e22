/* bigint.c, bigint_text.c: numbers are written in hexadecimal in the tables; the expectations are Python's. */
#include <math.h>

#include "base/bigint.h"
#include "base/limits.h"
#include "check.h"
#include "mem.h"

enum { WORDS = 40000 };

/* A home with room for one number at a time. */
typedef struct home { uint32_t words[WORDS]; uint32_t asked; } home;

static uint32_t *give_words(void *user, uint32_t size)
{
    home *h = user;
    h->asked = size;
    return size <= WORDS ? h->words : NULL;
}

static uint32_t *refuse_words(void *user, uint32_t size)
{
    (void)user;
    (void)size;
    return NULL;
}

static home first, second, third;

static hki_big read_hex(const char *text, home *to)
{
    hki_big big = {0};
    bool negative = *text == '-';
    CHECK(hki_big_parse(text + negative, strlen(text) - negative, 16, negative, (hki_big_home){give_words, to}, &big) == HKI_BIG_OK);
    return big;
}

static void check_text(const char *what, hki_big big, int base, const char *want)
{
    hki_buf out;
    hki_buf_init(&out, &hki_mem_default);
    CHECK(hki_big_text(big, base, &out) == HKI_BIG_OK);
    CHECK_BYTES(what, out.data, out.size, want, strlen(want));
    hki_buf_free(&out);
}

static void test_operations(void)
{
    static const struct { const char *a; enum hki_big_op op; const char *b, *want; } rows[] = {
        {"1d4f6b75eb561a4216363698b529b4a", HKI_BIG_ADD, "-78d6645fa9e8a8529f035efa259b08923d10c67fd994b2b8fd",
            "-78d6645fa9e8a8529f018a036e3c533098ef631c7009601db3"},
        {"-b79703fee29476311624273bfd1d33", HKI_BIG_ADD, "-65aa9c79f248b08cb4a0d7d6225675", "-11d41a078d4dd26bdcac4ff121f73a8"},
        {"a2863a7f", HKI_BIG_ADD, "-4d10af438d297524d6af51e8722c21b609228ce6f2410645d51c6f8da3eabe19f5803e0a813",
            "-4d10af438d297524d6af51e8722c21b609228ce6f2410645d51c6f8da3eabe19f57615a6d94"},
        {"4c20c0879061596", HKI_BIG_ADD, "-ef8f6ced90a71d2af7293b05a04cd085b71ba6676b3651c52536d4b9adbebcd1f5ec9c18070",
            "-ef8f6ced90a71d2af7293b05a04cd085b71ba6676b3651c52536d4b9adbe70b135650bb6ada"},
        {"92fddd18f2c41c", HKI_BIG_ADD, "420b0ebe378c74dc", "429e0c9b507f38f8"},
        {"-9262c82185d55ec1a581daad106bd0638b4d100d8fdaf0105b", HKI_BIG_ADD, "-3b7dae959186946856e45b95c76ab4",
            "-9262c82185d55ec1a582162abf0161ea1fb566f1eb70b77b0f"},
        {"-9bfdb17f5447997b6bdb3d115007564931edcf6109ea6d5547", HKI_BIG_ADD,
            "a7cb6bcb64f1aa4b64091b1078e926baeafe79a27e68ab12c32f6f22f41538e504edc52bdca",
            "a7cb6bcb64f1aa4b64091b106f294ba2f5ba000ac7aaf741ae2ef9be60f65beef44f1e56883"},
        {"101fdaf62548f2f8ed445fad2a92d3043afcf249f3d4e441c3", HKI_BIG_ADD, "-69110d7c25ccf3d0b35815a3d516a91f397bc73a83fd63ed5b",
            "-58f13286008400d7c613b5f6aa83d61afe7ed4f090287fab98"},
        {"0", HKI_BIG_ADD, "-3ce2b81df6da8e1", "-3ce2b81df6da8e1"},
        {"c16fa00b813439c2fa7b1f9d5200ef", HKI_BIG_SUB, "-47715cfb0af1e3ec007b1be1830294", "108e0fd068c261daefaf63b7ed50383"},
        {"0", HKI_BIG_SUB, "dd6da7a", "-dd6da7a"},
        {"f8af8c79", HKI_BIG_SUB, "-15ba25b09258ce27fca832436c6d2a", "15ba25b09258ce27fca8333c1bf9a3"},
        {"-f56ab445c35d7ed", HKI_BIG_SUB, "ebbacfb6072c48f", "-1e12583fbca89c7c"},
        {"-f99ec096091a4236678f2bbba3ae541ad6987c88bbdde8bcb9", HKI_BIG_SUB, "-170cca2fa260db3c",
            "-f99ec096091a4236678f2bbba3ae541ad6816fbe8c3b87e17d"},
        {"7d287666ffc71e4", HKI_BIG_SUB, "-2eee056c2adc08c65f0674d90f551", "2eee056c2adc0943877cdbd8d6735"},
        {"-13b49de606363ab05222fb2509bbd4d", HKI_BIG_SUB, "1", "-13b49de606363ab05222fb2509bbd4e"},
        {"-ade562bc5a58b185", HKI_BIG_SUB, "-faa01ebcefd0a747679714b4fab101", "faa01ebcefd0a6998234585aa1ff7c"},
        {"ae19dad0faadaf47076520f81f60c", HKI_BIG_SUB, "-3a686f9a0c2995f", "ae19dad0faadaf816fd4bb0448f6b"},
        {"-ba58522d6b76db51ed2f1599f8eee7", HKI_BIG_MUL, "5e80dffc2134f15", "-44ca3d603addc177fd24ba816a627ceb54ce73c49e1f3"},
        {"-3046ca4c98c9e51", HKI_BIG_MUL, "1", "-3046ca4c98c9e51"},
        {"1c7c1eb8000b3d9", HKI_BIG_MUL, "-53e9cfd2", "-956420d5823aa29d80ff02"},
        {"-55f2fb6eee526c5cc599c90e881a124c1518d675a4b2b47ae7", HKI_BIG_MUL, "db045aaecf4cc239",
            "-49885355f0c15fd2a1e35c51a7a8a36a055c06e41353a6c30a98c8bd0fd4e66b6f"},
        {"2b195223", HKI_BIG_MUL, "192f292399b6cad454608a5737b6ed7", "43d69988bebbe0609de32b89e6304843600565"},
        {"1", HKI_BIG_MUL, "d611881ce88f3e7", "d611881ce88f3e7"},
        {"675331f57116d4c", HKI_BIG_MUL, "d7b10321334eb096e835e65864742b", "570e50be0cb204006a50d81f3a78d592eb8605723cbc4"},
        {"-76f7f1456bb11bd997c6f7cb3a88f6", HKI_BIG_MUL, "-eb09196da468d6710e917e39166b761fc54a5792b26aba54ef",
            "6d39d5035fd56ed02a3300ada37743f0cf3e77c512323eafcb5f53d2e3f8430b74957c4f4f5295aa"},
        {"-331716d8", HKI_BIG_MUL, "d521505ff17a002b", "-2a88dc0606be0fb2cfd0d648"},
        {"-b79e44ed6897d8fc5ab8f2f33dc30a", HKI_BIG_FLOORDIV, "1", "-b79e44ed6897d8fc5ab8f2f33dc30a"},
        {"0", HKI_BIG_FLOORDIV, "19ed1781eb8143249799084f8911b04", "0"},
        {"3ddb53137d97bc02", HKI_BIG_FLOORDIV, "1eeda989becbde01", "2"},
        {"e9f06516210da1920569eb8cb4897897da86640cb0051490ea", HKI_BIG_FLOORDIV, "40a230e201a95cc",
            "39e9566750783975cd3d9d06eeb1d2f0b693"},
        {"0", HKI_BIG_FLOORDIV, "11f49e090", "0"},
        {"3d4d071b", HKI_BIG_FLOORDIV, "-d2d0d097", "-1"},
        {"-3f457a46a7c1a9425a0cc8557466789723dcd06050922631c6", HKI_BIG_FLOORDIV, "-1a191d6c48ae19850939dc86faea97",
            "26ca35889b2dacc42be30"},
        {"0", HKI_BIG_FLOORDIV, "-3", "0"},
        {"62c59ee1cce125fdb0f50884d442833e1d550de93987d7015fc808aefcf83f18d61160c7c39", HKI_BIG_FLOORDIV,
            "-61d57f43d27ba05c5fa7d24ddab100", "-10274536cc0d25386f0d615d0a8a4a7f5dca9ead9b80d9"},
        {"-10558710", HKI_BIG_MOD, "9ab75f828935f8eec2c0aff87582db5db0591157d5f1474683acb984da361574803b9191d5c",
            "9ab75f828935f8eec2c0aff87582db5db0591157d5f1474683acb984da361574803a8c3964c"},
        {"-2248dfe58734faf71de8125af8e5d7e66b11ac54f9eac6c83c07cd189155ae9b31b54281e360", HKI_BIG_MOD,
            "-89237f961cd3ebdc77a0496be3975f99ac46b153e7ab1b20f01f34624556ba6cc6d50a078d8", "0"},
        {"da09acb3974f660", HKI_BIG_MOD, "1", "0"},
        {"-3b690b72", HKI_BIG_MOD, "518bbd611841bcf238aaae550d5605dafd9cadf461987b9d933e328f187d98bf404a98bcfb9",
            "518bbd611841bcf238aaae550d5605dafd9cadf461987b9d933e328f187d98bf4046e22c447"},
        {"0", HKI_BIG_MOD, "10dedff20b581672", "0"},
        {"0", HKI_BIG_MOD, "da305f2d76ee016", "0"},
        {"-904c4758a8dff09f0150948f14b16baa014cc7ab32f4ca44e40943e5a2248d4a701f3d13a7b", HKI_BIG_MOD, "46f89f81", "1389c106"},
        {"2e30269060d1cfde927b4e5301d7a8", HKI_BIG_MOD, "ff93d821", "be6814e2"},
        {"-c996f8f14fc8f2c0e836c4b33aa10a", HKI_BIG_MOD, "-658a2d39975c976", "-19296cabc179e72"},
        {"-300aa2e2", HKI_BIG_POW, "1", "-300aa2e2"},
        {"-a4927fb0f587bd521e9af80d1cb8460256fec86d01cac81d075946f69ebc190d1df9182fbfa", HKI_BIG_POW, "0", "1"},
        {"-2fadbacc8f7b80a87009622c7ea716bf4a3f3608d48846ac00db2da00aeeaa73d797bc6bc8e", HKI_BIG_POW, "1",
            "-2fadbacc8f7b80a87009622c7ea716bf4a3f3608d48846ac00db2da00aeeaa73d797bc6bc8e"},
        {"-1d9fb4ff5", HKI_BIG_POW, "2", "36d92a42d3d672079"},
        {"2250e4605eb811a", HKI_BIG_POW, "4", "1528d6b17996d64da6063fddf1470c003bccd44478b57ebf0ba3219910"},
        {"-52715ad0", HKI_BIG_POW, "3", "-88cdc5156311a7a05875000"},
        {"d5a91d4c949cc376", HKI_BIG_POW, "0", "1"},
        {"-b7ba5f3b3fa3c1a7547e417d4f13ac72a03e93045ed77a7365a0bbc963df5d38680e1c0fced", HKI_BIG_POW, "1",
            "-b7ba5f3b3fa3c1a7547e417d4f13ac72a03e93045ed77a7365a0bbc963df5d38680e1c0fced"},
        {"17f5b3d2331df81", HKI_BIG_POW, "0", "1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_big out = {0};
        hki_big a = read_hex(rows[i].a, &first), b = read_hex(rows[i].b, &second);
        CHECK(hki_big_do(rows[i].op, a, b, (hki_big_home){give_words, &third}, &out) == HKI_BIG_OK);
        check_text(rows[i].a, out, 16, rows[i].want);
        CHECK(!out.size || out.limb[out.size - 1]);
        CHECK(hki_big_do(rows[i].op, a, b, (hki_big_home){refuse_words, NULL}, &out) == HKI_BIG_NO_MEMORY);
    }
}

static void test_text(void)
{
    static const struct { const char *hex; int base; const char *digits; } rows[] = {
        {"0", 2, "0"}, {"0", 3, "0"}, {"0", 7, "0"}, {"0", 8, "0"}, {"0", 10, "0"}, {"0", 16, "0"}, {"0", 32, "0"}, {"0", 36, "0"},
        {"1", 2, "1"}, {"1", 3, "1"}, {"1", 7, "1"}, {"1", 8, "1"}, {"1", 10, "1"}, {"1", 16, "1"}, {"1", 32, "1"}, {"1", 36, "1"},
        {"-1", 2, "-1"}, {"-1", 3, "-1"}, {"-1", 7, "-1"}, {"-1", 8, "-1"}, {"-1", 10, "-1"}, {"-1", 16, "-1"}, {"-1", 32, "-1"},
        {"-1", 36, "-1"}, {"ff", 2, "11111111"}, {"ff", 3, "100110"}, {"ff", 7, "513"}, {"ff", 8, "377"}, {"ff", 10, "255"},
        {"ff", 16, "ff"}, {"ff", 32, "7v"}, {"ff", 36, "73"}, {"100000000", 2, "100000000000000000000000000000000"},
        {"100000000", 3, "102002022201221111211"}, {"100000000", 7, "211301422354"}, {"100000000", 8, "40000000000"},
        {"100000000", 10, "4294967296"}, {"100000000", 16, "100000000"}, {"100000000", 32, "4000000"}, {"100000000", 36, "1z141z4"},
        {"ffffffffffffffff", 2, "1111111111111111111111111111111111111111111111111111111111111111"},
        {"ffffffffffffffff", 3, "11112220022122120101211020120210210211220"}, {"ffffffffffffffff", 7, "45012021522523134134601"},
        {"ffffffffffffffff", 8, "1777777777777777777777"}, {"ffffffffffffffff", 10, "18446744073709551615"},
        {"ffffffffffffffff", 16, "ffffffffffffffff"}, {"ffffffffffffffff", 32, "fvvvvvvvvvvvv"},
        {"ffffffffffffffff", 36, "3w5e11264sgsf"},
        {"-10000000000000000", 2, "-10000000000000000000000000000000000000000000000000000000000000000"},
        {"-10000000000000000", 3, "-11112220022122120101211020120210210211221"},
        {"-10000000000000000", 7, "-45012021522523134134602"}, {"-10000000000000000", 8, "-2000000000000000000000"},
        {"-10000000000000000", 10, "-18446744073709551616"}, {"-10000000000000000", 16, "-10000000000000000"},
        {"-10000000000000000", 32, "-g000000000000"}, {"-10000000000000000", 36, "-3w5e11264sgsg"},
        {"c9f2c9cd04674edea40000000", 3, "212120220222112010021212002200000010201112102000211222011201001"},
        {"c9f2c9cd04674edea40000000", 7, "243230604464041356413054436032064451"},
        {"c9f2c9cd04674edea40000000", 8, "1447626234640431647336510000000000"},
        {"c9f2c9cd04674edea40000000", 10, "1000000000000000000000000000000"},
        {"c9f2c9cd04674edea40000000", 16, "c9f2c9cd04674edea40000000"}, {"c9f2c9cd04674edea40000000", 32, "p7pcjj84ct7dt9000000"},
        {"c9f2c9cd04674edea40000000", 36, "2oy99wnkl1c76diocq9s"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 3,
            "-211112220011011200002021020221120011011121010121200011122112122221112100221111011100"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 7, "-162311002124535240363254156332200436351052226333"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 8, "-165431237070327122277527347653017777777777777"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 10, "-9999999999999999999999999999999999999999"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 16, "-1d6329f1c35ca4bfabb9f560ffffffffff"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 32, "-7b357os6n54nulrjtb0vvvvvvvv"},
        {"-1d6329f1c35ca4bfabb9f560ffffffffff", 36, "-cde0suu7bcgsn5rimwenzyeepr"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 7, "230231613340145623403214021055230445262243332056242021334"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 8, "55106247451471566412626640767353532243725271716011721"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 10, "515377520732011331036461129765621272702107522001"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 16, "5a4653ca673768565b41f775d6947d55cf3813d1"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 32, "b9357ij76tk5cmq1utqtd53tan7jg4uh"},
        {"5a4653ca673768565b41f775d6947d55cf3813d1", 36, "ajmfwc7pep3zss2fwkm9zm45pd86w29"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 7,
            "141246066533632643213232344050606053061443446006544361632102630555343053"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 8,
            "3777777777777777777777777777777777777777777777777777777777777777777"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 10, "1606938044258990275541962092341162602522202993782792835301375"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 16, "ffffffffffffffffffffffffffffffffffffffffffffffffff"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 32, "vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffff", 36, "bnklg118comha6gqury14067gur54n8won6guf3"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        hki_big big = read_hex(rows[i].hex, &first), back = {0};
        bool negative = *rows[i].digits == '-';
        check_text(rows[i].hex, big, rows[i].base, rows[i].digits);
        CHECK(hki_big_parse(rows[i].digits + negative, strlen(rows[i].digits) - negative, rows[i].base, negative,
                  (hki_big_home){give_words, &second}, &back) == HKI_BIG_OK);
        CHECK_ROW(rows[i].digits, hki_big_compare(big, back) == 0);
    }
}

static void test_doubles(void)
{
    static const struct { const char *hex; double d; } rows[] = {
        {"0", 0.0}, {"1", 1.0}, {"-1", -1.0}, {"20000000000000", 9007199254740992.0}, {"20000000000001", 9007199254740992.0},
        {"20000000000002", 9007199254740994.0}, {"20000000000003", 9007199254740996.0}, {"-20000000000001", -9007199254740992.0},
        {"8000000000000000", 9.223372036854776e+18}, {"ffffffffffffffff", 1.8446744073709552e+19},
        {"10000000000000000", 1.8446744073709552e+19}, {"10000000000000800", 1.8446744073709552e+19},
        {"10000000000000801", 1.8446744073709556e+19}, {"10000000000001000", 1.8446744073709556e+19},
        {"10000000000001800", 1.844674407370956e+19}, {"c9f2c9cd04674edea40000000", 1e+30},
        {"800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000", 8.98846567431158e+307},
        {"fffffffffffff80000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000", 1.7976931348623157e+308},
        {"fffffffffffffbffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
            "ffffffffffffffffffffffffffffffffffffffff", 1.7976931348623157e+308},
    };
    static const struct { const char *a, *b; double d; } quotients[] = {
        {"1", "3", 0.3333333333333333}, {"10000000000000000", "3", 6.148914691236517e+18},
        {"-10000000000000000", "3", -6.148914691236517e+18}, {"c9f2c9cd04674edea40000000", "1431e0fae6d7217caa0000000", 10.0},
        {"1", "400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000", 5e-324},
        {"3", "800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000", 1e-323},
        {"1", "800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "00000000000000000000000000000000000000000000000000000", 0.0},
        {"3", "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000", 5e-324},
        {"1", "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000000000000", 0.0},
        {"100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000",
            "400000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000", 1024.0},
        {"100000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000001",
            "800000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
            "0000000000000000000000000000000000000000000000000000000", 9007199254740992.0},
        {"14e718d7d7625a2d96851f15802cac3b68141ee99b444273068ec13df249391fddba60c684d4546089e87de89b43a6bcd3f169382887"
            "53cb9b2e100000000000000000000000000000000000000000000000000",
            "-8fa475791a569d10f96e017d694487bcd671a0192ea53fcdf4f028faa0591cee110848f82d5dc343bf046f580a6dc57f2388f0f4ecd"
            "04a400000000000000000000000000000000000000000000000", -10000000000.0},
        {"20000000000001", "20000000000000", 1.0},
        {"cdb6259c5788813db215b5a70000000000", "-1d6329f1c35ca4bfabb9f5610000000000", -7.0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) CHECK_ROW(rows[i].hex, hki_big_to_double(read_hex(rows[i].hex, &first))
        == rows[i].d);
    for (size_t i = 0; i < sizeof quotients / sizeof *quotients; i++) {
        double d = -1;
        CHECK(hki_big_true_div(read_hex(quotients[i].a, &first), read_hex(quotients[i].b, &second), &d) == HKI_BIG_OK);
        CHECK_ROW(quotients[i].a, d == quotients[i].d);
    }
}

/* 1 << bits, less `less` */
static hki_big power_of_two(uint32_t bits, int64_t less, home *to)
{
    uint32_t words[2], exponent[2], small[2];
    hki_big out = {0};
    CHECK(hki_big_do(HKI_BIG_POW, hki_big_from_int(2, words), hki_big_from_int(bits, exponent), (hki_big_home){give_words, &third},
        &out) == HKI_BIG_OK);
    CHECK(hki_big_do(HKI_BIG_SUB, out, hki_big_from_int(less, small), (hki_big_home){give_words, to}, &out) == HKI_BIG_OK);
    return out;
}

static void test_infinite_doubles(void)
{
    uint32_t one[2];
    double d;
    CHECK(isinf(hki_big_to_double(power_of_two(1024, 1, &first))));
    CHECK(isinf(hki_big_to_double(power_of_two(5000, 0, &first))));
    CHECK(hki_big_true_div(power_of_two(1024, 0, &first), hki_big_from_int(1, one), &d) == HKI_BIG_OK && isinf(d));
    CHECK(hki_big_true_div(power_of_two(1024, 0, &first), hki_big_from_int(-2, one), &d) == HKI_BIG_OK && d == -0x1p1023);
    CHECK(hki_big_true_div(hki_big_from_int(-1, one), power_of_two(5000, 0, &first), &d) == HKI_BIG_OK && d == 0 && signbit(d));
}

static void test_from_double(void)
{
    static const double rows[] = {0.0, 0.5, -0.9, 1.0, -1.5, 4503599627370496.5, 9007199254740991.0, 1e16, -1e16, 0x1p63, 0x1.8p64,
        -0x1p95,
        1e22, 1e100, 0x1.fffffffffffffp1023, -0x1p1000};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t words[HKI_BIG_DOUBLE_WORDS];
        hki_big big = hki_big_from_double(rows[i], words);
        CHECK(hki_big_to_double(big) == trunc(rows[i]));
        CHECK(!big.size || big.limb[big.size - 1]);
    }
}

static void test_small(void)
{
    static const int64_t rows[] = {INT64_MIN, INT64_MIN + 1, -4294967296, -1, 0, 1, 4294967295, 4294967296, INT64_MAX};
    uint32_t a[2], b[2];
    int64_t back;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(hki_big_to_int(hki_big_from_int(rows[i], a), &back) && back == rows[i]);
        for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
            CHECK(hki_big_compare(hki_big_from_int(rows[i], a), hki_big_from_int(rows[k], b)) == (i > k) - (i < k));
    }
    CHECK(!hki_big_to_int(read_hex("8000000000000000", &first), &back));
    CHECK(hki_big_to_int(read_hex("-8000000000000000", &first), &back) && back == INT64_MIN);
    CHECK(!hki_big_to_int(read_hex("-8000000000000001", &first), &back));
    CHECK(!hki_big_to_int(read_hex("10000000000000000", &first), &back));
    CHECK(hki_big_bits(read_hex("0", &first)) == 0 && hki_big_bits(read_hex("-ff", &first)) == 8 &&
        hki_big_bits(read_hex("100000000", &first)) == 33);
    CHECK(hki_big_compare(read_hex("10000000000000001", &first), read_hex("10000000000000002", &second)) == -1);
    CHECK(hki_big_compare(read_hex("-10000000000000001", &first), read_hex("-10000000000000002", &second)) == 1);
}

static void test_limits(void)
{
    uint32_t words[2];
    hki_big out = {0};
    hki_big_home to = {give_words, &third};
    hki_big largest = power_of_two(HKI_MAX_INT_BITS - 1, 0, &first), two = hki_big_from_int(2, words);
    CHECK(hki_big_bits(largest) == HKI_MAX_INT_BITS);
    CHECK(hki_big_do(HKI_BIG_MUL, largest, two, to, &out) == HKI_BIG_TOO_LARGE);
    CHECK(hki_big_do(HKI_BIG_ADD, largest, largest, to, &out) == HKI_BIG_TOO_LARGE);
    CHECK(hki_big_do(HKI_BIG_POW, largest, two, to, &out) == HKI_BIG_TOO_LARGE);
    CHECK(hki_big_do(HKI_BIG_POW, two, largest, to, &out) == HKI_BIG_TOO_LARGE);
    CHECK(hki_big_do(HKI_BIG_POW, hki_big_from_int(-1, words), largest, to, &out) == HKI_BIG_OK && out.size == 1 && !out.negative);
}

static void test_refused_buffer(void)
{
    hkt_mem m;
    hkt_mem_init(&m);
    hki_big big = read_hex("123456789abcdef0123456789abcdef", &first);
    for (size_t nth = 1; nth <= 3; nth++) {
        hki_buf out;
        hki_buf_init(&out, &m.hooks);
        m.fail_at = m.calls + nth;
        m.failed = false;
        CHECK(hki_big_text(big, 10, &out) == (m.failed ? HKI_BIG_NO_MEMORY : HKI_BIG_OK));
        CHECK(m.failed == (nth < 3));
        hki_buf_free(&out);
        CHECK(m.live == 0 && !m.wrong_size);
    }
}

int main(void)
{
    test_operations();
    test_text();
    test_doubles();
    test_infinite_doubles();
    test_from_double();
    test_small();
    test_limits();
    test_refused_buffer();
    return hkt_done();
}
