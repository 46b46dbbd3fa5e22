/* state.h: what a VM keeps while a render runs; shared by the files of this room and seen by no other.
 *
 * Always:
 *  - Frames and registers stand in segments that never move, so a pointer to a register is good as long as its frame lives.
 *  - A frame that waits has in `pc` the instruction it waits in; the running one has it in a local of run() (run.c).
 *  - rt.autoescape is the setting of the running frame's evaluation context.
 */
#ifndef HKI_VM_STATE_H
#define HKI_VM_STATE_H

#include "base/budget.h"
#include "base/limits.h"
#include "value/call.h"
#include "value/class.h"
#include "value/ops.h"
#include "value/str.h"
#include "value/text.h"
#include "vm/vm.h"

typedef struct hki_segment {
    struct hki_segment *next, *before;
    size_t size;                /* of the whole block */
    char *end;
} hki_segment;

/* A height of the stack: what was taken since can be given back. */
typedef struct hki_mark { hki_segment *segment; char *top; } hki_mark;

/* What the end of a frame means for the one that waits for it. */
enum hki_leave {
    HKI_LEAVE_PLAIN,            /* its output is where it belongs */
    HKI_LEAVE_TEXT,             /* the captured output becomes *to */
    HKI_LEAVE_WRITTEN,          /* its output is where the EMIT behind the call would have put it: that one is passed over */
    HKI_LEAVE_VALUE,            /* RETURN_VALUE's register becomes *to */
    HKI_LEAVE_TEST,             /* the value decides whether the waiting step of a loop takes the item in *to */
    HKI_LEAVE_YIELD,            /* the value is the item that it takes, unless it is None */
    HKI_LEAVE_MODULE,           /* the captured output and the context's exports become a module in *to */
    HKI_LEAVE_BODY              /* the same, but the module's text is written */
};

/* A running function; its registers stand behind it, its cells behind them. */
typedef struct hki_frame {
    struct hki_frame *up;
    const hki_template *t;
    const hki_func *f;
    const hki_insn *pc;
    const hki_template *parent; /* what EXTENDS found */
    hki_object *context;        /* context.h */
    hk_value *to;               /* where the result goes; a register of `up`, or a C variable if `outermost` */
    hki_mark below;             /* the stack without it */
    uint32_t ncaptures;         /* captures open before it */
    uint32_t depth;             /* of a recursive loop */
    uint8_t leave;              /* enum hki_leave */
    bool safe;                  /* LEAVE_TEXT: the result is Markup */
    bool keep;                  /* LEAVE_MODULE, LEAVE_BODY: the module serves later imports too */
    bool outermost;             /* entered from C: nobody waits in an instruction */
} hki_frame;

/* A frame's registers as the instructions find them: by place (op.h). */
typedef struct hki_regs hki_regs;

/* A value of the VM that belongs to something that never moves. */
typedef struct hki_kept { const void *key; hk_value value; } hki_kept;
typedef struct hki_keep { hki_kept *item; uint32_t count, cap; } hki_keep;

/* Where an instruction found its name the last time (guess.h); or the method that it found, and of which values. */
typedef struct hki_guess {
    const hki_insn *by;         /* NULL: `key` may be gone */
    union { const hki_str *key; const hki_function *method; };
    size_t entry, offset;       /* its number, and how far behind the first it stands (32 bytes in all: shorter code finds them) */
} hki_guess;

enum { HKI_NEAR_IFS = 8, HKI_GUESSES = 512 };

struct hki_vm {
    hki_rt rt;
    hki_region region;
    /* of the running frame's template */
    hki_frame *frame;
    const hk_value *konsts;
    const hki_str *names;
    const char *text;
    /* output */
    hki_buf *out;               /* where text goes now */
    size_t flush_at;            /* size of *out from which on it must be looked after */
    char *next, *stop;          /* where text is put without looking further, and how far, with HKI_COPY_SLACK bytes to spare; what is put
                                   there counts in out->size when hki_output_hold was called. NULL: something else writes to *out */
    uint32_t held;              /* 1 + the level of captures to whose buffer a value is being printed; 0: none */
    size_t pulled;              /* bytes of the chunk with which a stream pauses; 0: it is handed over to the host's sink */
    hki_buf chunk;
    hki_buf *into;              /* the host's own, which takes the chunk's place and is not handed over; NULL: there is none */
    size_t counted;             /* bytes of it, with what was there before, that are counted as written */
    hki_buf **captures;
    uint32_t ncaptures, captures_cap;
    uint64_t written;
    const char *refused;        /* the type of the first piece that is no text, of those that go into capture refused_in; NULL: none */
    const struct hki_frame *refused_by;     /* a function whose text is written through: its pieces are put together where it ends */
    uint32_t refused_in, refused_number;
    bool no_blocks;             /* only what stands outside of blocks is run (hki_vm_block) */
    /* native types: in place of the buffers, a LIST for the whole and one for each capture */
    bool native;
    hk_value *collected;
    uint32_t collected_cap;
    bool outside;               /* what failed was done with a value that a template wrote: the error has no place */
    /* limits */
    hki_budget budget;          /* of all memory but the VM itself; options.mem if there is a limit */
    size_t collect_at;          /* bytes of the region from which on a back edge collects */
    uint32_t nframes, max_frames, native_depth;
    /* the stack */
    hki_segment *segments, *segment;
    char *top, *end;
    /* what else a collection must find */
    hki_keep modules;           /* template -> module, made without context */
    hki_keep globals;           /* frozen dict -> the render's own copy, after a thaw */
    hki_kept inline_if[HKI_NEAR_IFS];   /* instruction -> its undefined value */
    hk_value base;              /* the variables that the render was given: a DICT or NONE */
    hk_value result;
    hk_value given;             /* the arguments of a host's call, while a collection runs before it */
    hki_guess guesses[HKI_GUESSES];     /* by instruction, several of which may share one */
    unsigned freed;             /* templates, when the guesses were good */
    bool fresh;                 /* reset, and nothing was rendered since */
    /* what the VM was made with */
    hki_vm_options options;
    hki_up up;
    hki_error no_error;         /* for values made outside of a render */
};

/* Answer of what may push a frame: the running instruction has to wait. (Others: HKI_YES, HKI_ERROR.) */
enum { HKI_PUSHED = 2 };

static inline hki_vm *hki_vm_of(hki_rt *rt) { return rt->host; }
static inline hk_value *hki_frame_regs(hki_frame *f) { return (hk_value *)(f + 1); }
static inline hk_value *hki_frame_cells(hki_frame *f) { return hki_frame_regs(f) + f->f->nregs; }

/* A pointer that is not to a value, in a slot: never traced. */
static inline hk_value hki_plain_pointer(const void *p) { return (hk_value){.type = HKI_INT, .as.p = (void *)(uintptr_t)p}; }

#endif
