package dev.simbroker.capture.agent;

import java.util.List;

/**
 * One change to the code of the JDK or of the application.
 *
 * @param since the first feature release of Java that it is for
 * @param until the last one
 * @param place which methods it changes
 * @param change what it does there
 */
record Rule(int since, int until, Place place, Change change) {

    private static final int EVER = Integer.MAX_VALUE;

    /** Methods. */
    sealed interface Place {

        /** Whether some are in a class of the JDK, by its internal name. */
        boolean isIn(String owner);

        /** Whether a method of such a class, with its descriptor, is one. */
        boolean has(String method);
    }

    /** One method of the JDK, {@code name} with its descriptor. */
    record Method(String owner, String name) implements Place {
        @Override
        public boolean isIn(String other) {
            return owner.equals(other);
        }

        @Override
        public boolean has(String method) {
            return name.equals(method);
        }

        @Override
        public String toString() {
            return owner.replace('/', '.') + "." + name;
        }
    }

    /** All methods of some classes of the JDK; a name that ends with an asterisk is the beginning of one. */
    record Classes(List<String> owners) implements Place {
        @Override
        public boolean isIn(String other) {
            for (String name : owners) {
                if (name.endsWith("*") ? other.startsWith(name.substring(0, name.length() - 1)) : other.equals(name)) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public boolean has(String method) {
            return true;
        }
    }

    /** All methods of the application. */
    record Application() implements Place {
        @Override
        public boolean isIn(String other) {
            return false;
        }

        @Override
        public boolean has(String method) {
            return true;
        }
    }

    /** What is done in a place, mostly by calling a method of {@code Hooks}, {@code hook} with its descriptor. */
    sealed interface Change {}

    /** Calls the hook first, with what the method was called with, and goes on. */
    record Tell(String hook) implements Change {}

    /** Calls the hook, with the object, before the method returns or throws; not if it only lets pass. */
    record TellAtEnd(String hook) implements Change {}

    /** Asks the hook first, in the same way: if it says true, the method has done what it should, and answers true. */
    record Ask(String hook) implements Change {}

    /** The same; the method then answers one of its arguments, the first of which is number 0. */
    record AskForArgument(int number, String hook) implements Change {}

    /** Asks the hook first: what it answers is the method's answer, unless that is null. */
    record Answer(String hook) implements Change {}

    /** Replaces an argument, the first of which is number 0, by what the hook answers, which is given what it needs. */
    record Argument(int number, List<Integer> given, String hook) implements Change {}

    /** Calls the hook in place of a method, {@code owner.name} with its descriptor. */
    record Call(String call, String hook) implements Change {}

    /** Has the hook change what a method answers, {@code owner.name} with its descriptor. */
    record After(String call, String hook) implements Change {}

    /** Has the hook change what a static field says, {@code owner.name:descriptor}. */
    record Field(String field, String hook) implements Change {}

    /** Has the thread that runs for this one answer, if it is another. */
    record Forward() implements Change {}

    /** Makes an object of a subclass. */
    record Make(String type, String instead) implements Change {}

    static Rule in(String owner, String method, Change change) {
        return new Rule(21, EVER, new Method(owner, method), change);
    }

    static Rule inAll(List<String> owners, Change change) {
        return new Rule(21, EVER, new Classes(owners), change);
    }

    static Rule inApplication(Change change) {
        return new Rule(21, EVER, new Application(), change);
    }

    Rule since(int feature) {
        return new Rule(feature, until, place, change);
    }

    Rule until(int feature) {
        return new Rule(since, feature, place, change);
    }

    /** Whether it changes something in that class of the JDK. */
    boolean isAbout(String owner) {
        return place.isIn(owner);
    }

    boolean isFor(int feature) {
        return since <= feature && feature <= until;
    }
}
