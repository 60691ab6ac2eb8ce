package dev.simbroker.internal.util;

/** Texts of the application's objects, for messages: cut, and guarded against what a {@code toString} may do. */
public final class Texts {

    private static final int LONGEST = 200;

    private Texts() {}

    /** An object in its own words, on one line, cut after {@value #LONGEST} characters. */
    public static String of(Object any) {
        try {
            return cut(String.valueOf(any).lines().findFirst().orElse(""), LONGEST);
        } catch (Throwable e) {
            return "a " + any.getClass().getName() + " whose toString() failed with "
                    + e.getClass().getName();
        }
    }

    /** A text, cut after so many characters. */
    public static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
