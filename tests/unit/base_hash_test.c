/* hash.c: SipHash-1-3 with a key made of a seed: the same for the same bytes, different for others. */
#include "base/hash.h"
#include "check.h"

int main(void)
{
    unsigned char text[40];
    for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)i;
    uint32_t seen[sizeof text + 1];
    for (size_t size = 0; size <= sizeof text; size++) {
        seen[size] = hki_hash_bytes(1, text, size);
        CHECK(seen[size] == hki_hash_bytes(1, text, size));
        CHECK(seen[size] != hki_hash_bytes(2, text, size));
        for (size_t i = 0; i < size; i++) CHECK(seen[i] != seen[size]);
        for (size_t i = 0; i < size; i++) {     /* every byte counts */
            text[i] ^= 0x80;
            CHECK(hki_hash_bytes(1, text, size) != seen[size]);
            text[i] ^= 0x80;
        }
    }
    CHECK(hki_hash_word(1, 5) == hki_hash_word(1, 5));
    CHECK(hki_hash_word(1, 5) != hki_hash_word(2, 5));
    CHECK(hki_hash_word(1, 5) != hki_hash_word(1, 6));
    CHECK(hki_hash_seed() == hki_hash_seed() && hki_random_seed() != hki_random_seed());
    return hkt_done();
}
