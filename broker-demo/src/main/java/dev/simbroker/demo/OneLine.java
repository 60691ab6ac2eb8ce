package dev.simbroker.demo;

/**
 * Text for one line of a terminal, which it can neither leave nor change: without characters that are invisible, that
 * control the terminal or that reverse the text around them.
 */
final class OneLine {

    /** The longest line, an error's. */
    static final int LONGEST = 300;

    private static final String CUT = "…";

    private OneLine() {}

    /** {@code text} with a question mark for each character that is not visible, and cut if it is too long. */
    static String of(String text) {
        return of(text, LONGEST);
    }

    /** {@code text} with a question mark for each character that is not visible, cut to {@code longest} characters. */
    static String of(String text, int longest) {
        String start = text.length() <= longest ? text : text.substring(0, longest - CUT.length());
        String visible = visible(start);
        return text.length() <= longest ? visible : visible + CUT;
    }

    /** The end of {@code text} in the same way: of a path, the file's name. */
    static String endOf(String text, int longest) {
        return text.length() <= longest
                ? visible(text)
                : CUT + visible(text.substring(text.length() - longest + CUT.length()));
    }

    private static String visible(String text) {
        return text.codePoints()
                .map(character -> isVisible(character) ? character : '?')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Whether all of {@code text} can be seen. */
    static boolean isVisible(String text) {
        return text.codePoints().allMatch(OneLine::isVisible);
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT, // all that changes the direction of text is here
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.SPACE_SEPARATOR -> character == ' ';
            default -> !isIgnorable(character);
        };
    }

    /** Whether it is one of Unicode's default-ignorable characters that are letters, marks or symbols by category. */
    private static boolean isIgnorable(int character) {
        return character == 0x034F
                || isBetween(character, 0x115F, 0x1160)
                || isBetween(character, 0x17B4, 0x17B5)
                || isBetween(character, 0x180B, 0x180F)
                || isBetween(character, 0x2060, 0x206F)
                || character == 0x2800 // Braille without dots: not ignorable, but nothing to see
                || character == 0x3164
                || isBetween(character, 0xFE00, 0xFE0F)
                || character == 0xFFA0
                || isBetween(character, 0xFFF0, 0xFFF8)
                || isBetween(character, 0xE0000, 0xE0FFF);
    }

    private static boolean isBetween(int character, int first, int last) {
        return first <= character && character <= last;
    }
}
