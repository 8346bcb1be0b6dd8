// A plugin of QEMU that counts the instructions that a guest executes between two addresses that it passes through, and
// writes the count of the last time to a file. The functions of QEMU that it calls are declared here, as
// version 1 of their interface has them (QEMU 6.0 to 8.1): distributions ship no header for them.
#include <stddef.h>
#include <stdint.h>
typedef uint64_t plugin_id;
struct block;
struct instruction;
extern void qemu_plugin_register_vcpu_tb_trans_cb(plugin_id, void (*)(plugin_id, struct block *));
extern size_t qemu_plugin_tb_n_insns(const struct block *);
extern struct instruction *qemu_plugin_tb_get_insn(const struct block *, size_t);
extern uint64_t qemu_plugin_insn_vaddr(const struct instruction *);
extern void qemu_plugin_register_vcpu_insn_exec_inline(struct instruction *, int op, void *counter, uint64_t add);
extern void qemu_plugin_register_vcpu_insn_exec_cb(struct instruction *, void (*)(unsigned, void *), int flags, void *);
extern int open(const char *, int, ...);
extern long pwrite(int, const void *, size_t, long);
#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

static uint64_t executed, first, from, to;
static int file;

static void began(unsigned core, void *unused) { first = executed; }
static void ended(unsigned core, void *unused) {
  uint64_t count = executed - first;
  pwrite(file, &count, 8, 0);
}
static void translated(plugin_id id, struct block *block) {
  for (size_t i = 0, n = qemu_plugin_tb_n_insns(block); i < n; i++) {
    struct instruction *each = qemu_plugin_tb_get_insn(block, i);
    uint64_t at = qemu_plugin_insn_vaddr(each);
    if (at == from) qemu_plugin_register_vcpu_insn_exec_cb(each, began, 0, 0);
    if (at == to) qemu_plugin_register_vcpu_insn_exec_cb(each, ended, 0, 0);
    qemu_plugin_register_vcpu_insn_exec_inline(each, 0, &executed, 1);
  }
}

static uint64_t number(const char *text) {
  uint64_t value = 0;
  while (*text && *text != '=') text++;
  if (*text) text++;
  for (; *text; text++) value = 10 * value + (uint64_t)(*text - '0');
  return value;
}
// Arguments: from=ADDRESS to=ADDRESS into=NAME, in this order, addresses in decimal.
EXPORT int qemu_plugin_install(plugin_id id, const void *info, int count, char **arguments) {
  if (count != 3) return -1;
  from = number(arguments[0]);
  to = number(arguments[1]);
  file = open(arguments[2] + 5, 1);
  if (file < 0) return -1;
  qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
  return 0;
}
