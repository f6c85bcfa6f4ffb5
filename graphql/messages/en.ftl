UNAUTHENTICATED = Please sign in and try again.
FORBIDDEN = You may not do this. Ask whoever gave you your role.
NOT_FOUND = This does not exist, or you may not see it.
INVALID_ID = This is not an identifier of the kind that is asked for here.
BAD_INPUT = The request is not written as the schema asks. Check the field that is named.
RATE_LIMITED = Too many tries. Wait a little and try again.
TOO_COMPLEX = The request asks for too much at once. Ask for fewer fields or shorter lists.
UNAVAILABLE = The service is away for a moment. Try again shortly; nothing was changed.
LOOKING_ONLY = You see somebody else's pages here: you can only read. Go back to your own account to do this.
MAINTENANCE = There is maintenance now: reading goes on, writing is suspended. Try again shortly; nothing was changed.
INTERNAL = Something went wrong on our side. Nothing was changed. Report the request's number if it happens again.
PERSISTED_QUERY_NOT_FOUND = This stored query is not known here yet. Send its text once by POST.

CONFLICT = Somebody else changed this meanwhile. Read what stands there now and decide again.
IDEMPOTENCY_MISMATCH = This key was used before with another input. Use a new key for a new request.
REQUIRED = Please write something here.
TOO_LONG = This is too long: { $length } characters, at most { $longest } are possible.
FORBIDDEN_CHARACTER = There are hidden control characters in this text. Type it again without them.
UNREADABLE = There is no letter or digit in this text.
BAD_FORMAT = This is not of the form that is asked for here.
OUT_OF_RANGE = This is outside what is possible: from { $least } to { $most }.
ALREADY_EXISTS = This name is taken. Choose another one.
UNKNOWN_REFERENCE = { $value } is not known here. Enter it first, or correct the name.
WRONG_STATE =
    This cannot be done as things stand: { $state ->
        [Draft] draft
        [InReview] in review
        [Approved] approved
        [Published] published
        [Withdrawn] withdrawn
        [Archived] archived
        [On] on
        [Waiting] waiting
        [Running] running
        [Done] done
        [Failed] set aside
        [Cancelled] cancelled
        [Open] begun
        [Received] being looked at
        [Stored] kept
        [Refused] refused
        [Expired] too old
        [Active] active
        [Disabled] disabled
        [Requested] asked for
        [Invited] invited
        [Removed] taken out
        [Completed] completed
        [Closed] closed
       *[other] { $state }
    }. Load the page again to see what can be done.

FILE_TYPE = Files of this type are not taken here. Pictures are PNG, JPEG or WebP; documents PDF, Word, Excel, PowerPoint or text; videos MP4 or WebM; captions WebVTT.
FILE_DAMAGED = This file is damaged, cut off or locked with a password. Save it again and send it once more.
FILE_ACTIVE = This file holds something that runs, such as a macro or a script. Save it without, and send it again.
FILE_TOO_LARGE = This file would unfold to more than is allowed. Make it smaller and send it again.
FILE_MALWARE = Malware was found in this file. It was not kept.
QUOTA_FULL = Your files would take more than { $most } MB together, or too many are on their way. Remove some first.
UPLOAD_INCOMPLETE = Part { $number } of the file has not come. Send it, and then hand the file in again.
OVERLAP = These days or hours overlap with others: { $value }.
NO_WORKING_DAY = The calendar has no working day near enough. Enter the working hours first.

SIGN_IN_REFUSED = The address or the password is not right.
LINK_REFUSED = This link is no longer good: it was used, it is too old, or a part of it is missing. Ask for a new one.
PASSWORD_COMMON = This password would be guessed soon. Take a few words that have nothing to do with each other.
PASSWORD_WRONG = This is not your current password.
SECOND_FACTOR_NEEDED = Enter the code of your app as well, or one of your recovery codes.
SECOND_FACTOR_REFUSED = This code is not right, or it was used. Wait for the next one and try again.
PASSKEY_REFUSED = This passkey was not accepted. Try again, or sign in with your password.
PASSKEYS_OFF = There are no passkeys at this address. Open the platform by its name, not by a number.
PROVIDER_REFUSED = What came back from this provider was not accepted. Begin again on the sign-in page.
PROVIDER_UNREACHABLE = This provider does not answer. Try again in a moment, or sign in with your password.
PROVIDER_UNVERIFIED = This provider has not verified your address. Register with your address and a password, and then connect your account.
PROVIDER_NOT_CONNECTED = There is an account with this address. Sign in with your password, and then connect it with this provider.
INVITATION_OF_OTHERS = This invitation is for somebody else. Sign out if it is yours.
ACCOUNT_NEEDED = There is no account with this address yet. Give your name and a password to open one.
WORDING_CHANGED = These words have changed since you read them. Read the new ones and decide again.
HAS_ACCOUNT = This person has an account and has to ask for this themselves.
HAS_ROLE = This account has a role at the centre, which stays with the entry it has now. The role has to be ended first.
PERSON_KNOWN = This document is on file for somebody else. Look for that person by the number, and correct whichever entry is wrong.
ALREADY_CLAIMED = This person has an account already.
CODE_REFUSED = This code is not right, it was used, or it is too old. Ask for a new one.
FIELD_OFF = The centre may not keep this yet: the law asks for an authorisation, which the operator has to configure first.
NOTICE_NEEDED = Messages about the safety of your account always come by mail too: if somebody else gets in, you learn of it.
PASSWORD_TOO_SHORT = The password is too short: at least { $least } characters.
LAST_ADMINISTRATOR = The last administrator cannot be removed. Name another one first.

EDITION_PENDING = An edition of this course waits for a decision. Write again when it has been published or sent back.
SAME_PERSON = Somebody else must approve: you sent this edition or wrote a text of it.
NOTHING_CHANGED = Nothing is different from what stands there.
CYCLIC_PREREQUISITE = The course would come before itself. Remove one of the prerequisites.
FIGURE_REFUSED =
    This drawing cannot be accepted: { $reason ->
        [TooLarge] too large
        [NotSvg] not SVG
        [Entities] it defines entities
        [OutsideReference] it refers to elsewhere
       *[other] { $reason }
    }. Use a plain SVG without scripts or links to elsewhere.
TEXT_REFUSED =
    Line { $line }: { $kind ->
        [UnknownDirective] unknown directive
        [UnclosedDirective] directive that is not closed by :::
        [MissingAttribute] attribute that is missing or cannot be used
        [BadFormula] formula that cannot be read
        [FigureWithoutAlternative] figure without a text alternative
        [BadFigure] figure that must stand alone in its paragraph and lie in figures/
        [RawHtml] HTML, which is not accepted
        [ForbiddenCharacter] forbidden character
        [BadLink] link that is not accepted
        [TooDeep] lists or quotes too deep within each other
       *[other] { $kind }
    } ({ $detail }). Correct this line and send the text again.
IMPORT_REFUSED =
    { $file } cannot be read: { $reason ->
        [Damaged] the archive is damaged or cut off
        [UnsafeName] a file name leads out of the folder
        [NotAFile] it holds a link
        [Encrypted] it is locked with a password
        [TooLarge] it is too large
       *[other] { $reason }
    }. Export the course again, or correct this file.
DUPLICATE = { $value } comes twice. Give one of them another name.

NOT_YET_OPEN = Nobody can enrol in this run before { $at }. Come back then.
NO_LONGER_OPEN = Enrolment in this run is over. Look for another run of the course, or ask the centre.
FULL = There are not enough seats: { $left } left. Enter fewer people, or ask the centre for another run.
NOT_IN_AUDIENCE =
    This run is for others: { $field ->
        [gender] it asks for another gender
        [situation] it is for people in another situation
        [governorate] it is for other governorates
        [education] it asks for another degree
        [birthDate] it is for another age
       *[other] { $field }
    }. Look for another run of the course, or ask the centre.
PROFILE_INCOMPLETE =
    This run asks for something that your file does not say: { $field ->
        [gender] the gender
        [situation] what you do at present
        [governorate] the governorate
        [education] the education
        [birthDate] the day of birth
       *[other] { $field }
    }. Complete the file, then enrol again.
PREREQUISITE_MISSING = The course { $course } comes before this one. Complete it first.
BY_INVITATION = Only who is invited takes part in this run. Ask the centre.
ENROLLED_ELSEWHERE = They take part in this course already, in the run { $run }. Leave that one first.
NOT_PUBLISHED = The course has no published text. Publish an edition first.
NOT_A_MEMBER = This person does not belong to the organisation. Ask the centre to enter them there.
CLOCK_WRONG = The clock of your device says something that cannot be: at the centre it is { $now }. Set the clock and send again.
CIRCULAR_GATES = These chapters wait for each other, so that none would open. Let one of them open without the other.
QUIZ_NOT_YET_OPEN = This quiz opens at { $at }. Come back then.
QUIZ_NO_LONGER_OPEN = This quiz closed at { $at }. Ask your trainer if you could not take it in time.
TOO_FEW_QUESTIONS = The bank holds { $found } questions that fit, and { $asked } are needed. Add questions, or ask for fewer.
NO_ATTEMPT_LEFT =
    { $most ->
        [1] You have taken this quiz already: one attempt is allowed. Ask your trainer if you need another one.
       *[other] You have made your { $most } attempts. Ask your trainer if you need another one.
    }
WAIT = You can try again from { $at } on.
TIME_OVER = Time was over at { $at }: what had been saved until then counts.
PAGE_LEFT = This page of the quiz is not open: you go forward one page at a time, and not back.
CHAPTER_CLOSED = This quiz opens with its chapter: finish the chapter before it first.
NOT_AN_ESSAY = This question is marked by itself: there is no grade to give.
GRADE_WRONG = This grade does not fit the rubric: give a level to each of the { $criteria } criteria, or a share in percent where there is no rubric.
QUESTION_REBUILT = The question is no longer built as it was asked: answers cannot be marked by it. Give everybody the whole, or put it back as it was.
NOT_EARNED = This person has not completed all courses of this certificate yet.
PLACEHOLDER_UNKNOWN = The text says "{ $value }", which there is not. Use { $known }.
PART_MISSING =
    This part of the question is not written in { $locale ->
        [ar] Arabic
        [fr] French
       *[other] English
    } as the question is, or it alone is. Write it in the languages of the question and in no other.
NO_RIGHT_ANSWER = Nothing here is worth 100%. Give 100% to the right answer.
CREDITS_WRONG = The right answers are worth { $sum }% together. Share 100% among them.
GAPS_WRONG = The text must hold each of the gaps [[1]] to [[{ $number }]] once, and no other.
ANSWER_WRONG = This answer does not go with the question. Load the page again and answer once more.
TRANSLATION_DIFFERS =
    In { $locale ->
        [ar] Arabic
        [fr] French
       *[other] English
    } the question is built otherwise: other choices, other shares or other numbers. Import all its languages together, or make them alike.
QUESTION_FILE =
    { $kind ->
        [NotUtf8] The file is not in UTF-8 ({ $detail }): save it as UTF-8, then send it again.
        [TooMany] The file has too many questions (at most { $detail }): divide it.
        [NotXml] This is not Moodle's XML ({ $detail }): export the questions again.
        [DoctypeRefused] The file declares a document type: take the line <!DOCTYPE> out.
        [EntityRefused] An entity that is not taken ({ $detail }): write the character itself.
        [TooDeep] Elements are nested too deeply ({ $detail }): make this passage simpler.
        [BracesWrong] Braces that do not belong together ({ $detail }): a question has one that opens and one that closes.
        [TextMissing] The question asks nothing: write its text.
        [AnswersMissing] Answers are missing ({ $detail }): add them.
        [ArrowMissing] A pair without “->” ({ $detail }): write it “left -> right”.
        [NumberWrong] This is not a number ({ $detail }): write it in figures.
        [GapWrong] A gap that cannot be read ({ $detail }): correct it.
        [UnsupportedKind] There is no such kind of question here ({ $detail }): take it out or change its kind.
        [TooLong] The text is too long ({ $detail }): make it shorter.
        [CodeTwice] Two questions have the code { $detail }: change one of them.
        [UnknownLaw] There is no legal text { $detail }: correct the code, or enter the text first.
        [UnknownPicture] The picture { $detail } is neither in the file nor in the course: put it in.
        [FileName] The name { $detail } does not tell language and format: call it “name.fr.gift” or “name.ar.xml”.
        [Description] A text that asks nothing, left out: { $detail }
        [NotACode] Left out, because it is no code: { $detail }. A code has Latin letters, figures and hyphens.
        [OptionWrong] An option left out, because it cannot be read: { $detail }
        [OptionAlone] An option left out, because no question follows it: { $detail }
        [PictureRefused] The picture { $detail } is damaged, too large or none: replace it.
        [PictureOutside] A picture of another address, left out: { $detail }. Put it into the file.
        [PictureMissing] The picture { $detail } is not in the file.
        [MarkupLost] Formatting left out: { $detail }
        [HintLost] A hint left out: { $detail }
        [FeedbackLost] Feedback by the mark, left out: { $detail }
        [GradingChanged] There is no such way of grading here, the nearest was taken: { $detail }
        [SettingLost] A setting left out: { $detail }
       *[other] A line that cannot be read ({ $detail }): correct it.
    }
