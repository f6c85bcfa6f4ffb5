UNAUTHENTICATED = يرجى تسجيل الدخول ثم إعادة المحاولة.
FORBIDDEN = لا يحق لك القيام بهذا. اتصل بمن أسند إليك دورك.
NOT_FOUND = هذا غير موجود، أو لا يمكنك الاطلاع عليه.
INVALID_ID = هذا ليس معرّفا من النوع المطلوب هنا.
BAD_INPUT = الطلب غير مكتوب كما يقتضيه المخطط. تثبّت من الحقل المذكور.
RATE_LIMITED = محاولات كثيرة. انتظر قليلا ثم أعد المحاولة.
TOO_COMPLEX = الطلب كبير جدا. اطلب حقولا أقل أو قوائم أقصر.
UNAVAILABLE = الخدمة غائبة مؤقتا. أعد المحاولة بعد قليل، ولم يتغيّر شيء.
INTERNAL = حدث خطأ من جهتنا ولم يتغيّر شيء. أبلغنا برقم الطلب إن تكرّر ذلك.
PERSISTED_QUERY_NOT_FOUND = هذا الاستعلام المسجّل غير معروف هنا بعد. أرسل نصه مرة واحدة عبر POST.

CONFLICT = غيّر شخص آخر هذا في الأثناء. اقرأ ما هو موجود الآن ثم قرّر من جديد.
IDEMPOTENCY_MISMATCH = استُعمل هذا المفتاح من قبل مع طلب آخر. استعمل مفتاحا جديدا.
REQUIRED = يرجى كتابة شيء هنا.
TOO_LONG = هذا طويل جدا: { $length } حرفا، والحد الأقصى { $longest }.
FORBIDDEN_CHARACTER = في هذا النص رموز تحكم مخفية. أعد كتابته من دونها.
UNREADABLE = لا يوجد في هذا النص أي حرف أو رقم.
BAD_FORMAT = هذا ليس على الشكل المطلوب هنا.
OUT_OF_RANGE = هذا خارج الممكن: من { $least } إلى { $most }.
ALREADY_EXISTS = هذا الاسم مستعمل. اختر اسما آخر.
UNKNOWN_REFERENCE = { $value } غير معروف هنا. أدخله أولا أو صحّح الاسم.
WRONG_STATE =
    لا يمكن القيام بهذا في الوضع الحالي: { $state ->
        [Draft] مسودة
        [InReview] قيد المراجعة
        [Approved] مصادق عليه
        [Published] منشور
        [Withdrawn] مسحوب
        [Archived] مؤرشف
        [On] مفعّل
        [Waiting] في الانتظار
        [Running] قيد التنفيذ
        [Done] منجز
        [Failed] موضوع جانبا
        [Cancelled] ملغى
       *[other] { $state }
    }. أعد تحميل الصفحة لترى ما هو ممكن.

SIGN_IN_REFUSED = العنوان أو كلمة السر غير صحيحة.
LINK_REFUSED = لم يعد هذا الرابط صالحا: استُعمل من قبل أو انتهت مدته أو نقص منه شيء. اطلب رابطا جديدا.
PASSWORD_COMMON = كلمة السر هذه سهلة التخمين. اختر بضع كلمات لا علاقة بينها.
PASSWORD_WRONG = هذه ليست كلمة سرك الحالية.
SECOND_FACTOR_NEEDED = أدخل أيضا رمز تطبيقك أو أحد رموز النجدة.
SECOND_FACTOR_REFUSED = هذا الرمز غير صحيح أو استُعمل من قبل. انتظر الرمز التالي ثم أعد المحاولة.
INVITATION_OF_OTHERS = هذه الدعوة موجهة إلى شخص آخر. سجّل الخروج إن كانت لك فعلا.
ACCOUNT_NEEDED = لا يوجد بعد حساب بهذا العنوان. أدخل اسمك وكلمة سر لفتح حساب.
PASSWORD_TOO_SHORT = كلمة السر قصيرة جدا: { $least } أحرف على الأقل.
LAST_ADMINISTRATOR = لا يمكن إزالة آخر مدير للمنصة. عيّن غيره أولا.

EDITION_PENDING = توجد طبعة من هذه الدورة في انتظار قرار. واصل الكتابة بعد نشرها أو إرجاعها.
SAME_PERSON = يجب أن يصادق شخص آخر: أنت من أرسل هذه الطبعة أو كتب أحد نصوصها.
NOTHING_CHANGED = لا شيء يختلف عمّا هو موجود.
CYCLIC_PREREQUISITE = ستسبق الدورة نفسها. احذف أحد الشروط المسبقة.
FIGURE_REFUSED =
    لا يمكن قبول هذا الرسم: { $reason ->
        [TooLarge] كبير جدا
        [NotSvg] ليس SVG
        [Entities] يعرّف كيانات
        [OutsideReference] يشير إلى الخارج
       *[other] { $reason }
    }. استعمل ملف SVG بسيطا دون برمجيات ولا روابط خارجية.
TEXT_REFUSED =
    السطر { $line }: { $kind ->
        [UnknownDirective] علامة غير معروفة
        [UnclosedDirective] علامة لم تُغلق بـ :::
        [MissingAttribute] سمة ناقصة أو غير صالحة
        [BadFormula] صيغة لا يمكن قراءتها
        [FigureWithoutAlternative] رسم دون نص بديل
        [BadFigure] رسم يجب أن يكون وحده في فقرته وفي المجلد figures/
        [RawHtml] شيفرة HTML غير مقبولة
        [ForbiddenCharacter] رمز غير مقبول
        [BadLink] رابط غير مقبول
        [TooDeep] قوائم أو اقتباسات متداخلة أكثر من اللازم
       *[other] { $kind }
    } ({ $detail }). صحّح هذا السطر وأعد إرسال النص.
IMPORT_REFUSED =
    تعذّرت قراءة { $file }: { $reason ->
        [Damaged] الأرشيف تالف أو مبتور
        [UnsafeName] اسم ملف يخرج من المجلد
        [NotAFile] يحتوي على رابط
        [Encrypted] محمي بكلمة سر
        [TooLarge] أكبر من المسموح
       *[other] { $reason }
    }. صدّر الدرس من جديد أو صحّح الملف.
DUPLICATE = { $value } مكرّر. أعط أحدهما اسما آخر.
