package dev.simbroker.capture.agent;

import dev.simbroker.capture.agent.Rule.After;
import dev.simbroker.capture.agent.Rule.Answer;
import dev.simbroker.capture.agent.Rule.Argument;
import dev.simbroker.capture.agent.Rule.Ask;
import dev.simbroker.capture.agent.Rule.AskForArgument;
import dev.simbroker.capture.agent.Rule.Call;
import dev.simbroker.capture.agent.Rule.Field;
import dev.simbroker.capture.agent.Rule.Forward;
import dev.simbroker.capture.agent.Rule.Make;
import dev.simbroker.capture.agent.Rule.Tell;
import dev.simbroker.capture.agent.Rule.TellAtEnd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Applies rules to the code of one class. */
final class Rewriter extends ClassVisitor {

    private static final String HOOKS = "dev/simbroker/capture/boot/Hooks";

    private final String owner;
    private final List<Rule> rules;
    private final Set<Rule> applied = new HashSet<>();

    private Rewriter(ClassVisitor next, String owner, List<Rule> rules) {
        super(Opcodes.ASM9, next);
        this.owner = owner;
        this.rules = rules;
    }

    /**
     * The rewritten code.
     *
     * @param bytes null if no rule has changed anything
     * @param applied the rules that have
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Rewritten(byte @Nullable [] bytes, Set<Rule> applied) {}

    /** @param rules those that are about that class */
    static Rewritten rewrite(String owner, byte[] code, List<Rule> rules) {
        var reader = new ClassReader(code);
        var writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        var rewriter = new Rewriter(writer, owner, rules);
        reader.accept(rewriter, 0);
        return new Rewritten(rewriter.applied.isEmpty() ? null : writer.toByteArray(), rewriter.applied);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
        var here = new ArrayList<Rule>();
        for (Rule rule : rules) {
            if (rule.place().has(name + descriptor)) {
                here.add(rule);
            }
        }
        return next == null || here.isEmpty()
                ? next
                : new Body(next, (access & Opcodes.ACC_STATIC) != 0, name, descriptor, here);
    }

    private final class Body extends MethodVisitor {

        private final boolean isStatic;
        private final String name;
        private final Type type;
        private final List<Rule> here;

        Body(MethodVisitor next, boolean isStatic, String name, String descriptor, List<Rule> here) {
            super(Opcodes.ASM9, next);
            this.isStatic = isStatic;
            this.name = name;
            this.type = Type.getMethodType(descriptor);
            this.here = here;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            for (Rule rule : here) {
                if (begin(rule.change())) {
                    applied.add(rule);
                }
            }
        }

        /** Whether it changes how the method begins. */
        @SuppressWarnings("IfChainToSwitch") // a switch over types loads classes
        private boolean begin(Rule.Change change) {
            if (change instanceof Tell tell) {
                callWithAll(tell.hook());
            } else if (change instanceof Ask ask) {
                var goOn = ask(ask.hook());
                answerYes();
                goOnAt(goOn);
            } else if (change instanceof AskForArgument ask) {
                var goOn = ask(ask.hook());
                load(ask.number());
                super.visitInsn(Opcodes.ARETURN);
                goOnAt(goOn);
            } else if (change instanceof Answer answer) {
                answer(answer.hook());
            } else if (change instanceof Argument argument) {
                replace(argument);
            } else if (change instanceof Forward) {
                forward("standIn(Ljava/lang/Thread;)Ljava/lang/Thread;");
            } else {
                return false;
            }
            return true;
        }

        private void call(String hook) {
            int descriptor = hook.indexOf('(');
            super.visitMethodInsn(
                    Opcodes.INVOKESTATIC, HOOKS, hook.substring(0, descriptor), hook.substring(descriptor), false);
        }

        private void callWithAll(String hook) {
            if (!isStatic) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
            }
            for (int number = 0; number < type.getArgumentCount(); number++) {
                // a hook takes as many as it needs
                if (number + (isStatic ? 0 : 1) < Type.getArgumentCount(hook.substring(hook.indexOf('(')))) {
                    load(number);
                }
            }
            call(hook);
        }

        private void load(int number) {
            super.visitVarInsn(type.getArgumentTypes()[number].getOpcode(Opcodes.ILOAD), slot(number));
        }

        private int slot(int number) {
            int slot = isStatic ? 0 : 1;
            for (int before = 0; before < number; before++) {
                slot += type.getArgumentTypes()[before].getSize();
            }
            return slot;
        }

        private Label ask(String hook) {
            var goOn = new Label();
            callWithAll(hook);
            super.visitJumpInsn(Opcodes.IFEQ, goOn);
            return goOn;
        }

        private void goOnAt(Label label) {
            super.visitLabel(label);
            super.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
        }

        private void answerYes() {
            if (type.getReturnType().getSort() == Type.VOID) {
                super.visitInsn(Opcodes.RETURN);
            } else {
                super.visitInsn(Opcodes.ICONST_1);
                super.visitInsn(Opcodes.IRETURN);
            }
        }

        private void answer(String hook) {
            var goOn = new Label();
            callWithAll(hook);
            super.visitInsn(Opcodes.DUP);
            super.visitJumpInsn(Opcodes.IFNULL, goOn);
            super.visitInsn(Opcodes.ARETURN);
            super.visitLabel(goOn);
            String answers =
                    Type.getReturnType(hook.substring(hook.indexOf('('))).getInternalName();
            super.visitFrame(Opcodes.F_SAME1, 0, null, 1, new Object[] {answers});
            super.visitInsn(Opcodes.POP);
        }

        private void replace(Argument argument) {
            for (int number : argument.given()) {
                load(number);
            }
            call(argument.hook());
            super.visitVarInsn(
                    type.getArgumentTypes()[argument.number()].getOpcode(Opcodes.ISTORE), slot(argument.number()));
        }

        private void forward(String hook) {
            var goOn = new Label();
            super.visitVarInsn(Opcodes.ALOAD, 0);
            call(hook);
            super.visitVarInsn(Opcodes.ALOAD, 0);
            super.visitJumpInsn(Opcodes.IF_ACMPEQ, goOn);
            super.visitVarInsn(Opcodes.ALOAD, 0);
            call(hook);
            for (int number = 0; number < type.getArgumentCount(); number++) {
                load(number);
            }
            super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, owner, name, type.getDescriptor(), false);
            super.visitInsn(type.getReturnType().getOpcode(Opcodes.IRETURN));
            goOnAt(goOn);
        }

        @Override
        public void visitInsn(int opcode) {
            for (Rule rule : here) {
                if ((opcode == Opcodes.RETURN || opcode == Opcodes.ATHROW)
                        && rule.change() instanceof TellAtEnd change) {
                    applied.add(rule);
                    super.visitVarInsn(Opcodes.ALOAD, 0);
                    call(change.hook());
                }
            }
            super.visitInsn(opcode);
        }

        @Override
        public void visitFieldInsn(int opcode, String of, String field, String descriptor) {
            super.visitFieldInsn(opcode, of, field, descriptor);
            for (Rule rule : here) {
                if (opcode == Opcodes.GETSTATIC
                        && rule.change() instanceof Field change
                        && change.field().equals(of + "." + field + ":" + descriptor)) {
                    applied.add(rule);
                    call(change.hook());
                }
            }
        }

        @Override
        public void visitTypeInsn(int opcode, String made) {
            Rule rule = opcode == Opcodes.NEW ? toMake(made) : null;
            if (rule == null) {
                super.visitTypeInsn(opcode, made);
            } else {
                applied.add(rule);
                super.visitTypeInsn(opcode, ((Make) rule.change()).instead());
            }
        }

        private @Nullable Rule toMake(String made) {
            for (Rule rule : here) {
                if (rule.change() instanceof Make make && make.type().equals(made)) {
                    return rule;
                }
            }
            return null;
        }

        @Override
        public void visitMethodInsn(int opcode, String to, String called, String descriptor, boolean isInterface) {
            String call = to + "." + called + descriptor;
            for (Rule rule : here) {
                if (rule.change() instanceof Call change && change.call().equals(call)) {
                    applied.add(rule);
                    call(change.hook());
                    return;
                }
            }
            Rule make = called.equals("<init>") ? toMake(to) : null;
            super.visitMethodInsn(
                    opcode, make == null ? to : ((Make) make.change()).instead(), called, descriptor, isInterface);
            for (Rule rule : here) {
                if (rule.change() instanceof After change && change.call().equals(call)) {
                    applied.add(rule);
                    call(change.hook());
                }
            }
        }
    }
}
