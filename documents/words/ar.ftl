month-1 = جانفي
month-2 = فيفري
month-3 = مارس
month-4 = أفريل
month-5 = ماي
month-6 = جوان
month-7 = جويلية
month-8 = أوت
month-9 = سبتمبر
month-10 = أكتوبر
month-11 = نوفمبر
month-12 = ديسمبر

duration-days = { $days ->
    [one] يوم واحد
    [two] يومان
    [few] { $days } أيام
    [many] { $days } يوما
   *[other] { $days } يوم
}
duration-half-days = { $count ->
    [one] نصف يوم
    [two] نصفا يوم
    [few] { $count } أنصاف يوم
    [many] { $count } نصف يوم
   *[other] { $count } نصف يوم
}
duration-hours = { $hours ->
    [one] ساعة واحدة
    [two] ساعتان
    [few] { $hours } ساعات
   *[other] { $hours } ساعة
}
duration-hours-minutes = { $hours } س و{ $minutes } د
duration-minutes = { $minutes } د

modality-in-person = حضوري
modality-remote = عن بعد
modality-blended = مزدوج
modality-self-paced = تعلّم ذاتي
level-beginner = مبتدئ
level-intermediate = متوسط
level-advanced = متقدم
language-ar = العربية
language-fr = الفرنسية
language-en = الإنجليزية
comma = ،
colon = :

period = من { $from } إلى { $to }
draft = مشروع غير منشور
contents = المحتويات
courses = { $count ->
    [zero] لا دورات
    [one] دورة واحدة
    [two] دورتان
    [few] { $count } دورات
    [many] { $count } دورة
   *[other] { $count } دورة
}
themes = { $count ->
    [zero] لا محاور
    [one] محور واحد
    [two] محوران
    [few] { $count } محاور
    [many] { $count } محورا
   *[other] { $count } محور
}
duration = المدة
modality = صيغة التكوين
level = المستوى
languages = اللغات
fee = معلوم المشاركة
free = مجاني
audience = الفئة المستهدفة
prerequisites = الشروط المسبقة
required-courses = دورات تسبقها
objectives = الأهداف
skills = المهارات المكتسبة
programmes = البرنامج
responsible = المسؤول عن المحتوى
dates = التواريخ والأماكن
first-day = اليوم الأول
last-day = اليوم الأخير
place = المكان
course = الدورة
dates-later = يعلن عن التواريخ لاحقا.
calendar = الرزنامة
calendar-note = كل التواريخ المبرمجة حسب ترتيبها.
contact = الاتصال والتسجيل
contact-note = لكل استفسار وللتسجيل يرجى الاتصال بالمركز.
address = العنوان
phone = الهاتف
email = البريد الإلكتروني
website = الموقع
page = صفحة

confidential = معطيات شخصية لا تنشر
nothing-kept = لا شيء محفوظ هنا.
made-at = حرر يوم { $when } (بتوقيت تونس)
instant = { $day } على الساعة { $time }
answer-yes = نعم
answer-no = لا

certificate-number = رقم
certificate-issued = صدرت في
certificate-expires = صالحة إلى
certificate-code = الرمز
certificate-laws = النصوص:
certificate-check = للتثبّت منها بالهاتف أو بالرمز.
certificate-scan = رمز مربّع يؤدّي إلى صفحة التثبّت
certificate-period = من { $from } إلى { $to }
